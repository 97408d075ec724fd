"""Stories without statistics: their numbers are dates, ages, ordinals, addresses and names of roads."""

# ruff: noqa: E501 - prose is kept in whole lines

from __future__ import annotations

from demo.draft import Draft
from demo.stories.names import full_name, pen_name, sign

PLACES = ("xã Phú Vinh Thượng", "thôn Đông Thịnh", "làng nghề Cát Đằng Mới", "phường Trường Thi Hạ", "xã An Lộc Bình")


def festival(draft: Draft) -> None:
    draft.section = "van-hoa"
    place, day = draft.one_of(*PLACES), draft.published
    draft.title = f"Rộn ràng lễ hội truyền thống {place}"
    draft.para(
        f"{draft.house.dateline}Từ sáng sớm ngày {day.day}/{day.month}, người dân {place} đã tề tựu về sân đình dự lễ hội truyền thống. Tiếng "
        "trống khai hội vang lên giữa tiết trời trong trẻo, mở đầu chuỗi hoạt động mang đậm bản sắc quê hương."
    )
    draft.para(
        f"Ông {full_name(place)}, {70 + day.day % 15} tuổi, trưởng ban khánh tiết cho biết, lễ hội có từ thế kỷ XV, thờ vị thành hoàng có công "
        "khai hoang lấn biển. Phần lễ được cử hành trang nghiêm; phần hội có kéo co, cờ người, hát chèo và thi nấu cơm."
    )
    draft.picture(f"Đám rước tại lễ hội {place}.", pen_name(place))
    draft.para(
        "Trong nắng xuân, những tà áo tứ thân, khăn mỏ quạ của các bà, các mẹ làm bừng sáng sân đình. Lớp trẻ đi làm ăn xa cũng thu xếp trở "
        "về, như một lời hẹn với cội nguồn."
    )
    sign(draft)


def profile(draft: Draft) -> None:
    draft.section = "xa-hoi"
    person = full_name("profile", draft.rng.random())
    place = draft.one_of(*PLACES)
    draft.title = draft.one_of(
        f"Người giữ lửa nghề ở {place}", f"Chuyện về cô giáo làng {person}", "Tấm lòng của người lính già"
    )
    draft.para(
        f"{draft.house.dateline}Ở {place}, nhắc đến {person}, ai cũng dành cho người con của quê hương này những lời trân trọng. Ngôi nhà nhỏ "
        "nằm cạnh đường tỉnh 485B lúc nào cũng rộn tiếng cười."
    )
    draft.para(
        f"Sinh năm {1950 + draft.rng.randrange(30)}, lớn lên trong một gia đình thuần nông, {person} sớm gắn bó với công việc của làng, của xã. "
        "“Còn sức thì còn làm, miễn là có ích”, câu nói giản dị ấy đã trở thành phương châm sống."
    )
    draft.para(
        "Chiều xuống, con ngõ lại râm ran tiếng trẻ. Người ta bảo nhau, có những điều tử tế cứ lặng lẽ mà bền lâu như dòng sông quê."
    )
    sign(draft)


def notice(draft: Draft) -> None:
    draft.section = "xa-hoi"
    day = draft.published
    draft.title = draft.one_of(
        "Lịch cắt điện trên địa bàn", "Thông báo điều chỉnh giao thông", "Dự báo thời tiết những ngày tới"
    )
    draft.para(
        f"{draft.house.dateline}Cơ quan chức năng thông báo, từ 7 giờ 30 đến 17 giờ ngày {day.day}/{day.month}/{day.year}, quốc lộ 21 đoạn "
        "Km 152+300 tổ chức phân luồng để sửa chữa mặt đường. Người dân liên hệ số điện thoại 1900 0000 khi cần hỗ trợ."
    )
    draft.para(
        "Đề nghị các phương tiện tuân thủ hướng dẫn của lực lượng chức năng; hạn chế ra đường khi có mưa dông, lốc, sét."
    )
    draft.byline = "T.H"


def school(draft: Draft) -> None:
    draft.section = "giao-duc"
    place = draft.one_of(*PLACES)
    draft.title = f"Ngôi trường xanh ở {place}"
    draft.para(
        f"{draft.house.dateline}Bước qua cánh cổng trường ở {place}, ấn tượng đầu tiên là những hàng cây rợp bóng và bức tường phủ đầy tranh "
        "của học sinh. Đây là thành quả của thầy và trò sau nhiều năm chung tay."
    )
    draft.para(
        f"Cô giáo {full_name(place, 'school')}, chủ nhiệm lớp 5A2, tâm sự, mỗi tiết học ngoài trời là một lần các em thêm yêu quê hương. Thư viện "
        "nhỏ dưới gốc bàng lúc nào cũng có bạn đọc."
    )
    draft.picture("Giờ ra chơi của học sinh.")
    sign(draft)
