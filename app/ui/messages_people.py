"""The words of enrolment: what the terminal asks and answers, and why it refuses. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_remedy import Fault
from app.ui.messages_text import Text

_ASK_ADMIN = Text("Ask an admin of this station.", "请联系本工位的管理员。")
_SCAN_AGAIN = Text("Scan again, or type number*PIN.", "请重新扫描，或输入 编号*PIN。")
_ANOTHER = Text("Choose another one.", "请换一个。")

PEOPLE_WORDS: dict[str, Text] = {
    "people.who": Text("An admin's badge or number*PIN: ", "管理员工牌或 编号*PIN："),
    "people.pin": Text("PIN for {handle}, 4 to 8 digits: ", "{handle} 的 PIN（4 至 8 位数字）："),
    "people.pin_again": Text("The same PIN once more: ", "请再次输入 PIN："),
    "people.badge": Text("Scan the badge of {handle}: ", "请扫描 {handle} 的工牌："),
    "people.added": Text("{handle} is enrolled, number {number}.", "{handle} 已登记，编号 {number}。"),
    "people.row": Text("{number:>4}  {handle:20} {role}", "{number:>4}  {handle:20} {role}"),
    "people.none": Text("Nobody is enrolled.", "尚未登记任何人。"),
    "people.badge_made": Text(
        "{file} is the new badge of {handle}. An older one is worth nothing now.",
        "{handle} 的新工牌在 {file}，旧工牌已失效。",
    ),
    "people.badge_given": Text(
        "The badge is {handle}'s. An older one is worth nothing now.", "该工牌已归 {handle} 使用，旧工牌已失效。"
    ),
    "people.pin_set": Text("{handle} has a new PIN.", "{handle} 的 PIN 已更新。"),
    "people.role_set": Text("{handle} is {role} now.", "{handle} 现为{role}。"),
    "people.retired": Text("{handle} can log in no more.", "{handle} 已无法登录。"),
    "lock.title": Text("Locked", "已锁定"),
    "lock.table": Text("On the table", "台面"),
    "lock.order": Text("Order {order} · {packed} of {units} in the box", "订单 {order} · 已装 {packed}/{units}"),
    "lock.packed": Text("Order {order} · packed", "订单 {order} · 已打包"),
    "lock.pile": Text("A pile for {carrier} · {parcels:parcel|parcels}", "{carrier} 交接 · {parcels} 件包裹"),
    "lock.pile.any": Text("A pile for the courier", "快递交接"),
    "lock.free": Text("Nothing lies on the table.", "台面空闲。"),
    "lock.stays": Text("It stays as it is.", "登录后继续。"),
    "lock.field": Text("Badge, or number*PIN and Enter", "扫描工牌，或输入 编号*PIN 后回车"),
    "lead.badge": Text("Only a shift lead decides here. Lead: scan your badge.", "仅班组长可处理，请班组长扫描工牌。"),
    "role.packer": Text("packer", "打包员"),
    "role.lead": Text("lead", "班组长"),
    "role.admin": Text("admin", "管理员"),
}

PEOPLE: dict[str, Fault] = {
    "person.badge_unknown": Fault(Text("Nobody has this badge.", "没有人使用此工牌。"), _SCAN_AGAIN),
    "person.pin_wrong": Fault(Text("Number or PIN is wrong.", "编号或 PIN 有误。"), _SCAN_AGAIN),
    "person.blocked": Fault(
        Text("Too many wrong PINs: this number is blocked for a while.", "PIN 多次输错，该编号暂时锁定。"),
        Text("Scan the badge, or ask an admin for a new PIN.", "请扫描工牌，或请管理员重设 PIN。"),
    ),
    "lead.needed": Fault(
        Text("Only a shift lead may do that.", "此操作需要班组长。"),
        Text("The lead scans a badge first.", "请班组长先扫描工牌。"),
    ),
    "people.not_allowed": Fault(Text("Only an admin may do that.", "仅管理员可执行此操作。"), _ASK_ADMIN),
    "people.unknown": Fault(
        Text("Nobody with this handle works here.", "没有使用此代号的在岗人员。"),
        Text("`packbench people list` shows everybody.", "可用 packbench people list 查看所有人员。"),
    ),
    "people.first_is_admin": Fault(
        Text("The first person of a station must be an admin.", "工位登记的第一个人必须是管理员。"),
        Text("Enroll an admin first: --role admin.", "请先登记管理员：--role admin。"),
    ),
    "people.admin_needs_pin": Fault(
        Text("An admin must have a PIN.", "管理员必须设有 PIN。"), Text("Give a PIN first.", "请先设置 PIN。")
    ),
    "people.last_admin": Fault(
        Text("This is the station's last admin.", "这是本工位最后一位管理员。"),
        Text("Make another person admin first.", "请先将另一人设为管理员。"),
    ),
    "people.handle_shape": Fault(
        Text("This cannot be a handle.", "此代号无效。"),
        Text("One word of at most 20 letters, digits and . _ -", "请使用不超过 20 个字母、汉字、数字及 . _ -。"),
    ),
    "people.handle_taken": Fault(
        Text("This handle is or was another person's.", "此代号已被使用，或曾被他人使用。"), _ANOTHER
    ),
    "people.number_range": Fault(
        Text("This cannot be a person's number.", "此人员编号无效。"),
        Text("Choose one from 1 to 9999.", "请使用 1 至 9999 之间的编号。"),
    ),
    "people.number_taken": Fault(
        Text("This number is or was another person's.", "此编号已被使用，或曾被他人使用。"), _ANOTHER
    ),
    "people.pin_shape": Fault(
        Text("This cannot be a PIN.", "此 PIN 无效。"), Text("Use 4 to 8 digits.", "请使用 4 至 8 位数字。")
    ),
    "people.pin_obvious": Fault(
        Text("This PIN is too easy to guess.", "此 PIN 过于简单。"),
        Text("No runs, no repeats, not the own number.", "请勿使用连号、重复数字或本人编号。"),
    ),
    "people.pin_differs": Fault(
        Text("The two PINs differ. Nothing was changed.", "两次输入的 PIN 不一致，未作更改。"),
        Text("Start again.", "请重新操作。"),
    ),
    "people.badge_shape": Fault(
        Text("This cannot be a badge.", "此条码不能用作工牌。"),
        Text("Use a code of at least 6 signs that means nothing else.", "请使用至少 6 个字符且无其他含义的条码。"),
    ),
    "people.badge_taken": Fault(Text("This badge is another person's.", "此工牌已属于他人。"), _ANOTHER),
    "people.unwritable": Fault(
        Text("The badge could not be written to this file.", "工牌无法写入该文件。"),
        Text("Give another file ending in .png or .pdf.", "请指定另一个 .png 或 .pdf 文件。"),
    ),
}
