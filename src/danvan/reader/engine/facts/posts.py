"""Posts of officials: with which words they begin, where they end."""

from __future__ import annotations

import re

from danvan.reader.engine.facts.words import DEPARTMENT, word_set

# The vocabulary of posts: with these words a post begins.
POST_START = (
    r"(?:[Qq]uyền |[Nn]guyên |[Cc]ố )?(?:"
    r"[ỦÚủ]y viên|UV(?:BTV|BCH|TV|TW)?\b|(?:TVTU|TUV|TVHU|TVĐU|HUV|ĐUV|QUV)\b|BT\b|PBT\b|Bí thư|Phó|PCT\b|CT\b|"
    r"Trưởng|Chủ tịch|"
    r"Chủ nhiệm|Giám đốc|Chánh|"
    r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy viên|Thường trực|Thứ trưởng|Bộ trưởng|Thủ tướng|Tổng|Hiệu trưởng|"
    r"Viện trưởng|Cục trưởng|Vụ trưởng|Chi cục trưởng|Đội trưởng|Chỉ huy|Chính ủy|Chính trị viên|Tư lệnh|"
    r"Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy|Thượng úy|"
    r"Đại biểu Quốc hội|Kiểm sát viên|Chánh án|Chủ nhiệm|Hàm|Trợ lý|Thư ký|Tổ trưởng|Đồn trưởng|Phụ trách|"
    r"[bB]í thư|[pP]hó [bcgtđBCGTĐ]|[tT]rưởng (?:[bB]an|[pP]hòng|[đĐ]oàn|[kK]hối|[tT]hôn|"
    r"[bB]ản|[ấẤ]p|[kK]hu|[cC]ông an)|"
    r"[cC]hủ tịch|[gG]iám đốc|[cC]hánh [vV]ăn phòng|[hH]iệu trưởng|[tT]ổ trưởng"
    r")"
)
POST = re.compile(POST_START)
# Small words that stand inside posts. Any other small word ends the post: it is what the person does.
_INSIDE = word_set(
    """ủy viên thư tịch trưởng phó ban thường trực dân vận tỉnh huyện xã phường thành phố thị trấn quận nhân các cơ quan
    khối đảng bộ đoàn đại biểu quốc hội công tác kiểm tra phụ trách cục và văn phòng khóa khoá nhiệm kỳ chính trị nông
    thôn vận tải sự đội nữ chuyên trách trung ương ủy tổ chức tuyên giáo nội vụ bí vụ đặc khu lực lượng vũ trang quân
    chỉ huy mặt trận liên hiệp lao động phát triển môi trường tài nguyên đào tạo giáo dục kế hoạch đầu tư cựu chiến binh
    thanh niên hội đồng viện sát án tòa ngành đơn vị trường học kinh doanh nghiệp dự khuyết chấp hành thương binh xã hội
    tham mưu khu bản ấp buôn tiểu làng khóm nghiệp vụ phong trào kiêm nhiệm dân tộc tôn giáo pháp chế văn hóa thể thao
    du lịch truyền thông y tế đô thị hạ tầng chủ nhiệm xây dựng đảng cán lần thứ hợp tác bộ đội biên phòng quản lý
    ngoại đối ký
    tướng chính phủ nước kinh tế thông tin khoa công nghệ nghệ thuật dinh điều dưỡng hưu trí chữ thập đỏ khuyến học luật
    gia báo chí liên đoàn minh cao tuổi"""
)
# Words that begin what the person does, though some of them also stand inside posts.
_ENDS = re.compile(
    r"(?:chủ trì|chủ tọa|đã|dự|đến|về|phát biểu|tham dự|tham gia|trao|tặng|cho|nhấn|khẳng|"
    r"yêu cầu|đề nghị|đánh|ghi nhận|"
    r"biểu dương|kết luận|làm|thăm|kiểm tra (?:tiến độ|công|việc|thực)|chỉ đạo|báo cáo|trình (?:bày|dự)|"
    r"thay mặt|thông (?:báo|qua)|nêu|cùng|điều hành|"
    r"lưu|chia|mong|bày|chúc|được|vừa|sẽ|đang|là|tại|với|thống nhất|quán triệt|trực tiếp|"
    r"đồng chủ|phát động|phát huy|đồng chí|"
    r"các đồng chí|đại diện|lãnh đạo|triển khai|tổ chức (?:hội|lễ|buổi)|và (?:đồng chí|các|đại|"
    r"lãnh|đông|ông|bà|đoàn|hơn|trên|gần)|"
    r"hội nghị|công bố|phụ trách chung)(?!\w)"
)
_WORD = re.compile(r"(?P<gap>,? ?- ?|, |; | )(?P<word>[\w'/.&]+)|\.(?= )")
_COMMA_IN_NAME = re.compile(rf", (?:{DEPARTMENT}|Thể thao|Thương binh|Hạ tầng|chiến lược|các đoàn thể)")


def post_end(text: str, start: int) -> int:
    """Where the post that begins at `start` ends: before a verb, a new clause, or a word that no post has."""
    head = POST.match(text, start)
    end = head.end() if head else start
    while end < len(text) and text[end].isalpha():
        end += 1
    limit = min(start + 260, len(text))
    while end < limit:
        step = _WORD.match(text, end)
        if step is None or not step["word"]:
            break
        word, gap = step["word"], step["gap"]
        at = step.start("word")
        if gap != " " and not (POST.match(text, at) or _COMMA_IN_NAME.match(text, end)):
            break
        if gap.startswith(";"):
            break
        if word[0].islower():
            if _ENDS.match(text, at) or word.rstrip(".") not in _INSIDE:
                break
            if word == "và" and not _continues(text, step.end()):
                break
        end = step.end()
        if word.endswith(".") and word not in ("TP.", "TX."):
            end -= 1
            break
    while dangling := _DANGLING.search(text, max(start, end - 12), end):
        end = dangling.start()
    return end


# Words with which no post ends: what followed them was no part of it.
_DANGLING = re.compile(r" (?:nhiệm kỳ|khóa|lần thứ|và|các|kiêm|của)$")


def _continues(text: str, at: int) -> bool:
    """Whether the post goes on after "và": another post, or the rest of a department's name."""
    return at < len(text) and (POST.match(text, at + 1) is not None or _DEPT_TAIL.match(text, at) is not None)


_DEPT_TAIL = re.compile(
    r" (?:Phát triển|Môi trường|Đào tạo|Đầu tư|Truyền thông|Công nghệ|Xã hội|Du lịch|Tôn giáo|"
    r"Dân vận|Thể thao|Hạ tầng|"
    r"Thông tin|Kỹ thuật|Doanh nghiệp|Trẻ|xã hội|phát triển|đào tạo|dân vận|tôn giáo)"
)
