"""The words with which official texts ask for something, set duties, and tell what was done already."""

from __future__ import annotations

import re

from danvan.reader.engine.facts.vocabulary import entries
from danvan.reader.engine.patterns import any_of, in_both_cases

# Verbs with which a duty begins.
VERBS = entries("verbs of duty")
_ANY_VERB = any_of(VERBS)
VERB = re.compile(rf"(?<!\w){_ANY_VERB}(?!\w)")
VERB_HEAD = re.compile(rf"{any_of(in_both_cases(VERBS))}(?!\w)")
# After these words a verb is a noun ("công tác tuyên truyền", "các tổ chức", "sự lãnh đạo", "cán bộ lãnh đạo").
NOUNS_BEFORE = re.compile(r"(?:tác|các|những|mọi|sự|việc|của|và|kế hoạch|hoạt động) $")
# After these only verbs that are often nouns are nouns ("cán bộ lãnh đạo", "đơn vị tổ chức").
BODIES_BEFORE = re.compile(r"(?:bộ|quan|vị|đạo,|người|ban|Ban|cấp|ngành|đoàn|sở) $")
OFTEN_NOUN = re.compile(
    r"(?:lãnh đạo|chỉ đạo|tổ chức|kiểm tra|giám sát|tuyên truyền|tham mưu|thực hiện|xây dựng)(?!\w)"
)
# "tổ chức" and "lãnh đạo" as nouns.
BODY_WORD = re.compile(
    r"tổ chức (?:[đĐ]ảng|chính trị|thành viên|hội|cơ sở|đoàn|xã hội|quần chúng|công đoàn|"
    r"cá nhân|mình|tôn giáo)(?!\w)|"
    r"lãnh đạo (?:các|Ban|Sở|cấp|đơn vị|địa phương|xã|huyện|tỉnh)(?!\w)"
)
ORDINAL = re.compile(
    r"(?:(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười) là|Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|"
    r"chín|mười))(?:,|:| là,?)? ?"
)
# The same inside a sentence: "cần tập trung: Thứ nhất, tiếp tục …; thứ hai, …"; a verb of duty has to follow.
ORDINAL_INSIDE = re.compile(
    r"(?:[Tt]ập trung(?: [^\d.;:\n]{1,60})?: ?)?(?:[Tt]hứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|"
    r"(?:[Mm]ột|[Hh]ai|[Bb]a|[Bb]ốn|[Nn]ăm|[Ss]áu|[Bb]ảy|[Tt]ám|[Cc]hín|[Mm]ười) là)(?:,|:| là,?)? "
)
NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})?[.)/-] ?|[-+*•] ?|[a-zđ]\) ?)(?:\(\d\) ?)?")
# Words that ask, without their first letter, with the letters that may stand before.
ASKS = {
    "êu cầu": "yY", "ề nghị": "đĐ", "iến nghị": "kK", "ưu ý": "lL", "iao": "gG", "hân công": "pP",
}  # fmt: skip
GIVEN_TO = re.compile(r" (?:cho )?(?:[A-ZĐỦ]|các )")
NO_ASK_BEFORE = re.compile(
    r"(?:đáp ứng|theo|các|những|với|trước|đích,|bảo đảm|đảm bảo|đạt|nội dung|và|bàn|được|số|"
    r"một số|nhiều|đơn|văn bản|ý kiến|mọi|"
    r"đúng|cao|phù hợp|tờ trình|khi có|là|,) $"
)
NO_ASK_AFTER = re.compile(
    r" (?:nhiệm vụ|và|của|đề ra|đặt ra|công tác|phát triển|về|trong|chính đáng|thực tiễn|cao|mới|"
    r"khen|tặng|xét|công nhận)(?!\w)"
)
NEED = re.compile(r"(?:cần|phải)(?: phải)? (?=" + _ANY_VERB + r"(?!\w))")
SECTION = re.compile(
    r"(?:[Nn]hiệm vụ|[Gg]iải pháp|[Yy]êu cầu|[Đđ]ề nghị|[Kk]iến nghị|[Pp]hương hướng|"
    r"[Tt]rọng tâm|NHIỆM VỤ|GIẢI PHÁP|PHƯƠNG HƯỚNG|"
    r"[Nn]ội dung sau|[Vv]iệc sau|TỔ CHỨC THỰC HIỆN|[Tt]ổ chức thực hiện)[^.\n]{0,160}$"
)
NO_SECTION = re.compile(r"(?:[Kk]ết quả|KẾT QUẢ|[Nn]guyên nhân|[Hh]ạn chế|[Tt]hực trạng|[Bb]ài học)[^.\n]{0,120}$")
AIM = re.compile(
    r"(?:[Đđ]ồng thời|[Dd]o đó|[Vv]ì vậy|[Bb]ên cạnh đó|[Tt]rong thời gian tới|"
    r"[Tt]hời gian tới)?,? ?[Đđ]ể (?P<aim>[^.;\n]{8,220}?), "
)
AIM_WORDS = re.compile(
    r"(?:triển khai|thực hiện|làm tốt|góp phần|nâng cao|tiếp tục|phát huy|đạt được|hoàn thành|"
    r"đẩy mạnh|tạo|khắc phục)"
)
PAST = re.compile(
    r"(?<!\w)(?:đã|được (?:quan tâm|thực hiện|triển khai|củng cố|nâng|các)|đạt được|"
    r"góp phần tích cực|từng bước được|ngày càng được)(?!\w)"
)
PURPOSE = re.compile(
    r" nhằm (?!vào)|,(?: nhằm (?!vào)| (?:qua đó|từ đó|góp phần|tạo (?:sự|chuyển|điều|động|niềm|tiền|nền)|"
    r"phấn đấu (?:xây|đưa|trở|đến|đạt)|để (?:tạo|nâng|góp|từ)))| “[Vv]ề "
)
LINK = re.compile(
    r"(?:(?:[Đđ]ồng thời|[Đđ]ặc biệt(?: là)?|[Bb]ên cạnh đó|[Nn]goài ra|[Cc]ùng với đó|"
    r"[Tt]rong đó|[Nn]hất là|[Tt]rước mắt|[Ss]ong song với đó|"
    r"[Tt]rong thời gian tới|[Tt]hời gian tới|[Vv]ới vai trò đó|[Mm]ặt khác|[Tt]iếp đó|và)(?:,|:)? )+"
)
GROUNDS = re.compile(r"[Cc]ăn cứ [^,;.\n]{5,160}, ")
ADVISES = re.compile(r"(?:tích cực )?tham mưu cho (?:các )?cấp ủy(?:, chính quyền)? (?=" + _ANY_VERB + r"(?!\w))")
CLAUSES = re.compile(r"; ?|, đồng thời,? |\. ?$")
DOER_START = re.compile(
    r"(?!(?:Việc|Sự|Công tác|Trong|Với|Qua|Theo|Để|Từ|Khi|Nếu|Đối với|Về|Năm|Thực|"
    r"Nhằm)(?!\w))(?:[Cc]ác|[Hh]ệ thống|[Cc]ấp ủy|[Mm]ỗi|[Tt]ừng|[Tt]oàn|[Nn]gười đứng đầu|"
    r"[Ll]ực lượng|"
    r"[Tt]hường trực|[Đđ]ội ngũ|[Cc]án bộ|[Cc]hính quyền|"
    r"[Hh]uyện|[Tt]ỉnh|[Xx]ã|[Cc]ơ quan|[Đđ]ơn vị|[Bb]an|[Kk]hối|cho |[A-ZĐỦ])"
)
MAX_DOER = 170


AHEAD = re.compile(
    r"(?:(?:Phát huy|Trên cơ sở|Với|"
    r"Để) [^,;.\n]{5,120}, )?(?:[Tt]rong )?(?:[Tt]hời gian (?:tới|đến)|những tháng cuối năm|"
    r"năm tới|giai đoạn tới|nhiệm kỳ tới|6 tháng cuối năm[^,;.\n]{0,12}|[Nn]ăm \d{4}),? "
)
AHEAD_VERB = re.compile(r"(?:sẽ )?(?:tiếp tục|tập trung|phấn đấu|chú trọng|đẩy mạnh|tăng cường)(?!\w)")
INLINE = re.compile(
    r"(?:nhiệm vụ|giải pháp|yêu cầu)(?: (?:trọng tâm|chủ yếu|cụ thể|sau|trên|đó|là|"
    r"sau đây|nổi bật|như)){0,4}: ?"
)
AND_DUTY = re.compile(
    r" và (?=(?:nghiên cứu tham mưu|chủ trì|báo cáo kết quả (?:về|với|cho)|"
    r"xây dựng kế hoạch)(?!\w))"
)
# What frames a sentence before whoever is to act.
FRAME = re.compile(r"^(?:(?:Với|Trong|Từ|Thời gian|Trên cơ sở|Qua|Năm|Đối với|Trước|Sau)[^,]*, )+")
TO = re.compile(r"cho |với |rằng |thêm ")
# Who leads the work and with whom ("Ban Dân vận chủ trì, phối hợp với …").
LEADS = re.compile(r"chủ trì,? (?:và )?phối hợp(?!\w)")
# After these a text says in its own words what is to be done.
STATES = re.compile(r"(?:nêu rõ|chỉ rõ|xác định rõ|nhấn mạnh)(?:,|: ?| rằng)(?: |(?<= ))")
