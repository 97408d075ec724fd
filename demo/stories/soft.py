"""Stories without statistics: their numbers are dates, ages, ordinals, addresses and names of roads."""

# ruff: noqa: E501 - prose is kept in whole lines

from __future__ import annotations

from demo.draft import Draft
from demo.stories.names import full_name, pen_name, sign

KINDS = ("xã", "thôn", "làng", "xóm", "phường", "tổ dân phố")
FIRST = ("Phú", "An", "Đông", "Hòa", "Tân", "Vĩnh", "Bình", "Yên", "Thanh", "Xuân", "Quang", "Minh")
SECOND = ("Vinh", "Lộc", "Thịnh", "Hưng", "Khánh", "Phong", "Mỹ", "Lâm", "Trung", "Tiến", "Thọ", "Hải")
SIDE = ("Thượng", "Hạ", "Đoài", "Nội", "Ngoại", "Đông")

SCENES = (
    "Trong nắng xuân, những tà áo tứ thân, khăn mỏ quạ của các bà, các mẹ làm bừng sáng sân đình.",
    "Chiều xuống, con ngõ nhỏ lại râm ran tiếng trẻ; khói bếp lan nhẹ trên những mái ngói rêu phong.",
    "Dòng sông quê vẫn lặng lẽ bồi đắp phù sa, chở theo bao ký ức của những người đi xa.",
    "Trên cánh đồng vừa gặt, đàn cò trắng thong thả kiếm ăn, vẽ nên bức tranh yên ả.",
    "Buổi sớm, tiếng loa truyền thanh hòa cùng tiếng rao của chị hàng xôi, nghe vừa lạ vừa quen.",
    "Hàng cau trước ngõ vẫn đứng đó, như chứng nhân của bao đổi thay.",
    "Mùi rơm mới quyện trong gió, gợi nhớ những ngày thơ ấu chân trần đuổi bắt trên bờ đê.",
)
WORDS = (
    "“Còn sức thì còn làm, miễn là có ích”, câu nói giản dị ấy đã trở thành phương châm sống.",
    "“Giữ được nghề là giữ được hồn quê”, người thợ già trầm ngâm.",
    "“Mình cho đi một chút yêu thương, nhận lại nhiều hơn thế”, cô chia sẻ.",
    "“Con cháu đi đâu cũng nhớ ngày này mà về”, cụ bà móm mém cười.",
    "“Học trò vui là chúng tôi vui”, thầy nói rồi vội vã vào lớp.",
)
ENDINGS = (
    "Người ta bảo nhau, có những điều tử tế cứ lặng lẽ mà bền lâu như dòng sông quê.",
    "Câu chuyện nhỏ ấy đang được kể tiếp mỗi ngày, ở nơi những con người bình dị chọn sống đẹp.",
    "Rời làng khi nắng đã tắt, chúng tôi mang theo tiếng cười và lời hẹn trở lại.",
    "Với họ, hạnh phúc đôi khi chỉ là được nhìn thấy quê hương đổi thay từng ngày.",
)


def place(draft: Draft) -> str:
    """An invented village or ward."""
    name = f"{draft.one_of(*FIRST)} {draft.one_of(*SECOND)}"
    return (
        f"{draft.one_of(*KINDS)} {name} {draft.one_of(*SIDE)}"
        if draft.chance(0.5)
        else f"{draft.one_of(*KINDS)} {name}"
    )


def scenes(draft: Draft) -> str:
    """Two or three sentences of colour."""
    pool = list(SCENES)
    draft.rng.shuffle(pool)
    return " ".join(pool[: draft.rng.randint(1, 3)])


def finish(draft: Draft) -> None:
    draft.para(f"{scenes(draft)} {draft.one_of(*ENDINGS)}")
    sign(draft)


def festival(draft: Draft) -> None:
    draft.section = "van-hoa"
    where, day = place(draft), draft.published
    draft.title = draft.one_of(
        f"Rộn ràng lễ hội truyền thống {where}", f"Về {where} nghe trống hội", f"Đậm đà hội làng {where}"
    )
    draft.para(
        f"{draft.house.dateline}Từ sáng sớm ngày {day.day}/{day.month}, người dân {where} đã tề tựu về sân đình dự lễ hội truyền thống. Tiếng "
        "trống khai hội vang lên giữa tiết trời trong trẻo, mở đầu chuỗi hoạt động mang đậm bản sắc quê hương."
    )
    draft.para(
        f"Ông {full_name(where)}, {70 + draft.rng.randrange(18)} tuổi, trưởng ban khánh tiết cho biết, lễ hội có từ thế kỷ XV, thờ vị thành hoàng "
        f"có công khai hoang lấn biển; năm {1990 + draft.rng.randrange(28)}, đình được xếp hạng di tích cấp tỉnh. "
        f"Phần hội có {draft.one_of('kéo co, cờ người', 'bơi chải, đấu vật', 'hát chèo, thi nấu cơm', 'múa rối nước, chọi gà')}."
    )
    draft.picture(f"Đám rước tại lễ hội {where}.", pen_name(where))
    draft.para(draft.one_of(*WORDS))
    finish(draft)


def profile(draft: Draft) -> None:
    draft.section = "xa-hoi"
    person, where = full_name("profile", draft.rng.random()), place(draft)
    draft.title = draft.one_of(
        f"Người giữ lửa nghề ở {where}",
        f"Chuyện về {person}",
        f"Tấm lòng của người lính già {person}",
        f"Mẹ hiền của trẻ em {where}",
    )
    draft.para(
        f"{draft.house.dateline}Ở {where}, nhắc đến {person}, ai cũng dành cho người con của quê hương này những lời trân trọng. Ngôi nhà nhỏ "
        f"nằm cạnh đường tỉnh {draft.rng.randint(480, 499)}B lúc nào cũng rộn tiếng cười."
    )
    draft.para(
        f"Sinh năm {1950 + draft.rng.randrange(30)}, lớn lên trong một gia đình thuần nông, {person} sớm gắn bó với công việc của làng, của xã. "
        + draft.one_of(*WORDS)
    )
    finish(draft)


def notice(draft: Draft) -> None:
    draft.section = "xa-hoi"
    day, where = draft.published, place(draft)
    draft.title = draft.one_of(
        f"Tạm ngừng cấp điện khu vực {where}", f"Điều chỉnh giao thông qua {where}", "Dự báo thời tiết những ngày tới"
    )
    draft.para(
        f"{draft.house.dateline}Cơ quan chức năng thông báo, từ {draft.rng.randint(6, 9)} giờ 30 đến {draft.rng.randint(15, 18)} giờ ngày {day.day}/{day.month}/"
        f"{day.year}, quốc lộ 21 đoạn Km {draft.rng.randint(90, 190)}+300 qua {where} tổ chức phân luồng để sửa chữa mặt đường. Người dân liên hệ "
        "số điện thoại 1900 0000 khi cần hỗ trợ."
    )
    draft.para(
        draft.one_of(
            "Đề nghị các phương tiện tuân thủ hướng dẫn của lực lượng chức năng; hạn chế ra đường khi có mưa dông, lốc, sét.",
            "Trường hợp thời tiết không thuận lợi, lịch thực hiện có thể thay đổi và sẽ được thông báo lại.",
            "Mọi ý kiến phản ánh, đề nghị gửi về trụ sở UBND cấp xã trong giờ hành chính.",
        )
    )
    draft.byline = draft.one_of("T.H", "P.V", "BBT", "M.T")


def school(draft: Draft) -> None:
    draft.section = "giao-duc"
    where = place(draft)
    draft.title = draft.one_of(f"Ngôi trường xanh ở {where}", f"Gieo chữ ở {where}", f"Lớp học đặc biệt của {where}")
    draft.para(
        f"{draft.house.dateline}Bước qua cánh cổng trường ở {where}, ấn tượng đầu tiên là những hàng cây rợp bóng và bức tường phủ đầy tranh "
        "của học sinh. Đây là thành quả của thầy và trò sau nhiều năm chung tay."
    )
    draft.para(
        f"Cô giáo {full_name(where, 'school')}, chủ nhiệm lớp {draft.rng.randint(1, 5)}A{draft.rng.randint(1, 4)}, tâm sự, mỗi tiết học ngoài trời là "
        "một lần các em thêm yêu quê hương. Thư viện nhỏ dưới gốc bàng lúc nào cũng có bạn đọc."
    )
    draft.picture(f"Giờ ra chơi của học sinh {where}.")
    finish(draft)
