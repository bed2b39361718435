"""What the portal of the demo says: five articles retold from published ones, and invented ones that say so."""

from __future__ import annotations

from dataclasses import dataclass, field

INVENTED = "Nội dung minh họa do bản dùng thử soạn, không có thật."
DRAWN = "Hình minh họa"


@dataclass(frozen=True)
class Piece:
    """One article: its category, day (``2017-05-23``, or ``-3`` for three days ago), words and topics."""

    category: str
    day: str
    title: str
    lead: str
    blocks: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    source: str = INVENTED
    byline: str = ""
    photo: str = ""
    language: str = "vi"
    tells: str = ""
    comments: tuple[tuple[str, str], ...] = field(default=())


def p(*paragraphs: str) -> tuple[str, str]:
    """Paragraphs as a block of text."""
    return ("text", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


RETOLD = (
    Piece(
        "tin-hoat-dong", "2014-02-26",
        "Mặt trận và các đoàn thể phối hợp thực hiện ba việc lớn của năm 2014",
        "Từ ngày 14 đến 25-2-2014, Ban Dân vận Tỉnh ủy Thanh Hóa làm việc với Mặt trận và từng đoàn thể của tỉnh để "
        "kiểm lại ba nội dung trọng tâm: Nghị quyết 25, Kết luận 65 và Nghị quyết 09.",
        (
            p("Các buổi làm việc diễn ra giữa lãnh đạo Ban Dân vận Tỉnh ủy với đảng đoàn và thường trực Ủy ban Mặt trận "
              "Tổ quốc, đảng đoàn và ban thường vụ các đoàn thể của tỉnh."),
            ("heading", "Ba nội dung"),
            ("text", "<ol><li>Nghị quyết 25 của Ban Chấp hành Trung ương khóa XI về tăng cường và đổi mới sự lãnh đạo của "
             "Đảng đối với công tác dân vận.</li><li>Kết luận số 65 của Ban Thường vụ Tỉnh ủy về hệ thống chính trị."
             "</li><li>Nghị quyết số 09 của Ban Thường vụ Tỉnh ủy về giảm nghèo nhanh và bền vững ở các huyện miền núi "
             "đến năm 2020.</li></ol>"),
            p("Các đơn vị đã quán triệt từ tháng 1-2014, có chương trình hành động và kế hoạch riêng; vốn vay ưu đãi và "
              "các dự án được dùng để giúp hội viên làm ăn.",
              "Đồng chí Nguyễn Văn Thành, Tỉnh ủy viên, Trưởng Ban Dân vận Tỉnh ủy, đánh giá cao cách phối hợp và đề nghị "
              "tiếp tục kiểm tra, đôn đốc, rút kinh nghiệm."),
        ),
        ("phối hợp", "Mặt trận Tổ quốc", "giảm nghèo"),
        "Cổng thông tin Ban Dân vận Tỉnh ủy Thanh Hóa, 26/02/2014 (kể lại)",
        photo="Nét vẽ dãy núi và ruộng bậc thang trong nắng sớm",
    ),
    Piece(
        "tin-hoat-dong", "2012-12-18",
        "Sơ kết ba năm thực hiện Kết luận 62-KL/TW về Mặt trận và đoàn thể",
        "Hội nghị ngày 18-12 của một tỉnh ủy nhìn lại ba năm đổi mới nội dung, phương thức hoạt động của Mặt trận Tổ quốc "
        "và các đoàn thể chính trị - xã hội.",
        (
            p("Dự hội nghị có đồng chí Nguyễn Chí Dũng, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy; Nguyễn Đức Dũng, Phó Bí "
              "thư Thường trực; Nguyễn Đức Thanh, Chủ tịch Ủy ban nhân dân tỉnh."),
            p("Hội nghị nhận định hoạt động của Mặt trận và đoàn thể đã hướng về cơ sở và khu dân cư, cách tập hợp quần "
              "chúng đa dạng hơn. Cấp ủy được yêu cầu tiếp tục quán triệt Kết luận, phân rõ việc Đảng lãnh đạo, chính "
              "quyền quản lý, nhân dân làm chủ."),
            p("Kết luận hội nghị, đồng chí Nguyễn Đức Dũng yêu cầu cấp ủy có kế hoạch làm việc từng quý, từng tháng với khối "
              "Dân vận, Mặt trận; Ban Dân vận Tỉnh ủy xây dựng đề án Cuộc vận động xã hội đồng thuận."),
        ),
        ("62-KL/TW", "Mặt trận Tổ quốc", "sơ kết"),
        "Trang tin của Tỉnh ủy đăng hội nghị ngày 18-12 (kể lại; nguồn không ghi năm, bản dùng thử xếp vào năm 2012)",
    ),
    Piece(
        "tin-hoat-dong", "2017-05-23",
        "Mười một huyện miền núi giao ban công tác dân vận tại Lang Chánh",
        "Sáng 22-5-2017, Ban Dân vận Tỉnh ủy Thanh Hóa triển khai Quyết định 464-QĐ/TU và giao ban sáu tháng đầu năm với "
        "11 huyện miền núi.",
        (
            p("Hội nghị do đồng chí Nguyễn Văn Thành, Ủy viên Ban Thường vụ, Trưởng ban Dân vận Tỉnh ủy và đồng chí Nguyễn "
              "Xuân Hồng, Phó Bí thư Thường trực phụ trách Huyện ủy Lang Chánh chủ trì."),
            p("Quyết định 464-QĐ/TU phê duyệt Đề án tăng cường sự lãnh đạo của Đảng đối với công tác dân vận trong vùng "
              "đồng bào dân tộc thiểu số và các huyện miền núi. Hội nghị cũng đánh giá việc thực hiện Nghị quyết 09 và "
              "xây dựng nông thôn mới."),
            ("heading", "Kết quả và chỗ còn yếu"),
            p("Năm tháng đầu năm, nhiều bức xúc trong dân được nắm và giải quyết kịp thời. Chỗ còn yếu: chưa chủ động nắm "
              "tình hình dân tộc; phong trào “Dân vận khéo” ở một số nơi chưa đi vào chiều sâu."),
        ),
        ("464-QĐ/TU", "miền núi", "giao ban"),
        "Cổng thông tin Ban Dân vận Tỉnh ủy Thanh Hóa, 23/05/2017 (kể lại)",
        photo="Nét vẽ thung lũng giữa các lớp núi xanh",
    ),
    Piece(
        "dan-van-kheo", "2015-01-15",
        "An Giang: 3.145 mô hình “Dân vận khéo” được thực hiện trong năm 2014",
        "Các cấp, các ngành của tỉnh đăng ký 3.334 mô hình và thực hiện được 3.145, nhiều nhất ở lĩnh vực văn hóa - xã hội.",
        (
            p("Bốn lĩnh vực cộng lại đúng bằng số đã thực hiện: kinh tế 1.165, văn hóa - xã hội 1.330, an ninh - quốc phòng "
              "387, xây dựng hệ thống chính trị 263; 1.165 + 1.330 + 387 + 263 = 3.145."),
            ("heading", "Năm việc của năm 2015"),
            ("text", "<ul><li>Tham mưu cấp ủy kiểm tra, sơ kết, tổng kết các văn bản về dân vận, dân tộc, tôn giáo.</li>"
             "<li>Đẩy mạnh dân vận chính quyền: công khai, minh bạch, gần dân.</li><li>Đổi mới hoạt động của Mặt trận và "
             "đoàn thể theo Kết luận 62-KL/TW; thực hiện Quyết định 217-QĐ/TW và 218-QĐ/TW.</li><li>Kiện toàn bộ máy, bồi "
             "dưỡng cán bộ.</li><li>Tuyên truyền 85 năm Ngày truyền thống công tác dân vận 15/10.</li></ul>"),
        ),
        ("Dân vận khéo", "217-QĐ/TW", "62-KL/TW"),
        "Bài của đồng chí Nguyễn Thành Lượm, Trưởng ban Dân vận Tỉnh ủy An Giang (kể lại; nguồn không ghi ngày, bản dùng thử tự xếp ngày)",
        photo="Nét vẽ cánh đồng lúa chín dưới nắng",
        comments=(
            ("Phạm Văn Dũng", "Bốn lĩnh vực cộng lại đúng bằng số đã thực hiện, đọc rất dễ đối chiếu. (Ý kiến minh họa)"),
        ),
    ),
    Piece(
        "dan-van-chinh-quyen", "2021-06-10",
        "Thanh Hóa đưa công tác dân vận vào việc thực hiện Nghị quyết Đại hội XIX của tỉnh",
        "Hệ thống dân vận các cấp tham mưu nâng cao chất lượng dân vận chính quyền, thực hiện Quy chế dân chủ ở cơ sở và "
        "phong trào “Dân vận khéo”.",
        (
            p("Việc trước hết là tuyên truyền Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XIX, coi dân vận là việc làm "
              "thường xuyên của từng cơ quan, đơn vị."),
            p("Hệ thống dân vận nghiên cứu tham mưu ban hành chỉ thị về nâng cao chất lượng dân vận chính quyền; kiểm tra "
              "việc thực hiện quy chế dân chủ, chú trọng cải cách hành chính, đất đai, giải phóng mặt bằng, nông thôn mới."),
        ),
        ("dân vận chính quyền", "dân chủ ở cơ sở", "Dân vận khéo"),
        "Bài đăng về Đại hội Đảng bộ tỉnh Thanh Hóa lần thứ XIX (kể lại; nguồn không ghi ngày, bản dùng thử tự xếp ngày)",
    ),
)  # fmt: skip

MADE_UP = (
    Piece(
        "dan-van-kheo", "-1", "Bản Năng hiến 4.200 m² đất mở đường vào trường",
        "Sau ba buổi họp bản và một buổi đi bộ dọc tuyến, 27 hộ cùng ký hiến đất; con đường rộng 5 m xong trước mùa mưa.",
        (
            p("Tổ vận động của bản gồm bí thư chi bộ, trưởng bản, người có uy tín và hội phụ nữ. Tổ không đọc nghị quyết "
              "trước; tổ mời mọi người đi hết đoạn đường lầy mà học sinh vẫn đi."),
            ("quote", "Đi một lần bằng chân thì không ai còn hỏi vì sao phải mở đường."),
            p("27 hộ hiến 4.200 m²; 9 hộ phải dời hàng rào được cả bản giúp công. Sổ hiến đất niêm yết tại nhà văn hóa, ai "
              "cũng xem được."),
            ("heading", "Cách làm nhân ra được"),
            ("text", "<ul><li>Đi thực địa trước khi họp.</li><li>Niêm yết từng mét đất, từng ngày công.</li><li>Người có uy "
             "tín nói sau cùng, không nói trước.</li></ul>"),
        ),
        ("hiến đất", "Dân vận khéo", "nông thôn mới"), byline="Cộng tác viên xã (minh họa)",
        photo="Nét vẽ con đường núi lúc hoàng hôn",
        comments=(
            ("Vi Thị Mai", "Bản tôi cũng muốn làm như vậy, xin được xem mẫu sổ hiến đất. (Ý kiến minh họa)"),
            ("Một bạn đọc", "Niêm yết công khai từng mét là hay nhất. (Ý kiến minh họa)"),
        ),
    ),
    Piece(
        "dan-chu-co-so", "-2", "Xã niêm yết dự toán: dân hỏi 14 câu, xã trả lời đủ 14",
        "Buổi công khai dự toán đầu tiên sau sắp xếp đơn vị hành chính kéo dài hai giờ; mỗi câu hỏi có người trả lời và hạn.",
        (
            p("Bảng dự toán in khổ lớn treo tại 11 nhà văn hóa trước đó mười ngày. Ban thanh tra nhân dân ghi câu hỏi theo "
              "thôn và đọc lại trước khi trả lời."),
            p("Mười hai câu được trả lời tại chỗ, hai câu hẹn bảy ngày và đã có văn bản. Biên bản đăng cùng bảng dự toán."),
        ),
        ("dân chủ ở cơ sở", "công khai"), photo="Nét vẽ mặt hồ và núi xa buổi sáng",
    ),
    Piece(
        "dan-van-chinh-quyen", "-4", "“Thứ Bảy không hẹn”: cán bộ xã đến tận bản làm giấy tờ",
        "Mỗi thứ Bảy một bản, mang máy tính và con dấu; sau tám tuần 312 việc được làm xong tại chỗ.",
        (
            p("Nhiều người già không đi xa được. Trung tâm phục vụ hành chính công của xã xếp lịch đến từng bản, đọc lịch "
              "trên loa hai lần trước ngày đến."),
            p("Việc nhiều nhất là chứng thực, khai sinh, bảo hiểm y tế. Việc chưa làm xong được ghi phiếu hẹn như ở xã."),
        ),
        ("dân vận chính quyền", "cải cách hành chính"), photo="Nét vẽ nương ngô trên sườn đồi",
    ),
    Piece(
        "dan-van-kheo", "-6", "Nước về bản Pù sau 41 ngày cùng làm",
        "1,8 km ống, 63 hộ, không ai phải đóng quá sức: mô hình “mỗi nhà một buổi” đưa nước từ khe về tận bể.",
        (
            p("Ban phát triển bản chia việc theo buổi công thay vì theo tiền. Nhà neo người góp cơm, nhà có thợ hàn góp nghề."),
            p("Tổ quản lý nước gồm ba người do dân bầu, thu chi đọc ở họp bản hằng tháng."),
        ),
        ("nước sạch", "Dân vận khéo"), photo="Nét vẽ dòng suối chảy giữa hai dãy núi",
    ),
    Piece(
        "dan-van-kheo", "-6", "Water reaches Pù village after 41 days of work together",
        "1.8 km of pipe, 63 households, and nobody paid more than they could: “half a day from every house”.",
        (p("The village board counted work in half days instead of money. A house with few hands gave meals, a house with a "
           "welder gave his craft.",
           "Three people chosen by the village keep the water; what comes in and goes out is read at the monthly meeting."),),
        ("nước sạch", "Dân vận khéo"), language="en", tells="Nước về bản Pù sau 41 ngày cùng làm",
        photo="A drawn stream between two ranges of mountains",
    ),
    Piece(
        "dan-chu-co-so", "-9", "Tổ hòa giải thôn và cuốn sổ có hai chữ ký",
        "Mỗi vụ việc hòa giải xong đều có chữ ký của cả hai nhà; sau một năm, 38 trên 41 vụ không phải lên xã.",
        (p("Tổ hòa giải không ghi ai đúng ai sai, chỉ ghi hai nhà đã đồng ý làm gì và đến ngày nào.",
           "Ba vụ không thành được chuyển lên xã kèm bản ghi, để người dân không phải kể lại từ đầu."),),
        ("hòa giải", "dân chủ ở cơ sở"),
    ),
    Piece(
        "tin-hoat-dong", "-12", "Hội nghị trao đổi cách dùng sổ theo dõi văn bản chỉ đạo",
        "Cán bộ các xã thử làm trên bản dùng thử: một văn bản đi từ tỉnh đến xã, ai làm, hạn nào, xong chưa.",
        (p("Đại biểu thực hành trên số liệu minh họa. Câu hỏi nhiều nhất: việc quá hạn có mất khỏi danh sách không. Trả lời: "
           "không bao giờ mất cho đến khi làm xong hoặc được cho thôi."),),
        ("văn bản chỉ đạo", "giao ban"), photo="Nét vẽ bình minh trên dãy núi",
    ),
    Piece(
        "dan-van-chinh-quyen", "-15", "Một số điện thoại cho cả xã sau sắp xếp",
        "Ba số cũ vẫn gọi được trong sáu tháng và đều chuyển về một bàn trực; cuộc gọi nhỡ được gọi lại trong ngày.",
        (p("Bàn trực ghi mỗi cuộc gọi một dòng: việc gì, chuyển ai, hạn nào. Cuối tuần đọc lại những dòng chưa xong."),),
        ("cải cách hành chính", "dân vận chính quyền"),
    ),
    Piece(
        "dan-van-kheo", "-20", "Lớp học chữ buổi tối của hội phụ nữ",
        "Mười chín học viên, người lớn tuổi nhất 64; lớp bắt đầu từ việc đọc được đơn thuốc và bảng giá ở chợ.",
        (p("Cô giáo nghỉ hưu dạy hai buổi mỗi tuần. Bài tập đọc lấy từ bảng tin của thôn nên học xong là dùng được ngay."),),
        ("bình đẳng giới", "Dân vận khéo"), photo="Nét vẽ mái nhà dưới chân núi lúc chiều",
    ),
)  # fmt: skip
