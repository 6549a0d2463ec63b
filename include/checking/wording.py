"""What a district's outcome is called in Thai, sentence by sentence: the same before a report is sent and after."""

from include import next_steps
from include.checking.received import Row
from include.local.scoreboard.lines import TIED, clean
from include.local.scoreboard.month import number


def version(district: Row) -> str:
    """What the report in the files is, or would be, among the versions of the district's report."""
    this = f"ฉบับที่{TIED}{district['version']}"
    earlier = (
        f"ฉบับที่{TIED}{district['earlier_version']} ซึ่งได้รับเมื่อวันที่ {district['earlier_th']} "
        f"({clean(district['earlier_name'])})"
        if district["earlier_version"]
        else None
    )
    still = f" ผลข้างล่างยังเป็นของ{earlier}" if earlier else " อำเภอจึงยังไม่มีรายงานที่นับได้"
    if not district["summary_accepted"]:
        return f"{this} ยังไม่นับ เพราะส่วนสรุปไม่ผ่านการตรวจสอบ{still}"
    if not district["valid"]:
        return (
            f"{this} ยังไม่นับ เพราะไม่มีแถวของส่วนอื่นที่ผ่านการตรวจสอบ และไม่มีจำนวนร้านค้าหรือดาวน์โหลดในส่วนสรุป โปรดกรอกให้ครบ{still}"
        )
    if district["superseded_by"]:
        return f"{this} ไม่นับ เพราะฉบับที่{TIED}{district['superseded_by']} ได้รับภายหลัง"
    return f"นับเป็น{this} ของอำเภอ แทน{earlier}" if earlier else f"นับเป็น{this} ของอำเภอ"


def punctuality(month: Row, district: Row) -> str:
    """Whether the district reported in time, by the clock that the rulebook names."""
    if district["reported_th"] is None:
        return "ยังไม่ได้รับรายงานของอำเภอ"
    at = f"ได้รับเมื่อวันที่ {district['received_th']}" if month["clock"] == "received" else f"ลงวันที่ {district['reported_th']}"
    of_first = " นับตามฉบับแรกที่ใช้ได้" if district["version"] and not district["first_valid"] else ""
    return f"{'ส่งภายในกำหนด' if district['on_time'] else 'ส่งล่าช้า'} ({at}{of_first})"


def grade(month: Row, district: Row) -> str:
    """Points and grade; how many criteria are reached while the month waits for its sources."""
    if district["grade"] is None:
        reached = sum(bool(criterion["reached"]) for criterion in district["criteria"])
        return f"ถึงเป้าหมายแล้ว {reached} จาก {len(district['criteria'])} ข้อ · คะแนนและระดับรอข้อมูลจากระบบ"
    return (
        f"คะแนน {number(district['points'])} จาก{TIED}{number(district['max_points'])} "
        f"(ร้อยละ{TIED}{number(district['percent'])}) · ระดับ{TIED}{district['grade']} เรื่อง {month['programme_name_th']}"
    )


def steps(district: Row) -> str | None:
    """The smallest steps to the next letter, as one sentence; None where there is nothing to say."""
    return clean(next_steps.sentence(district["steps"])) or None


def steps_to(district: Row) -> str:
    """What stands before those steps."""
    return f"ยังขาดเพื่อให้ได้ระดับ{TIED}{next_steps.letter(district['steps'])}"


def points(criterion: Row) -> str:
    """The points of a criterion: earned of those it has, or those it has while the month waits."""
    earned = "" if criterion["points"] is None else f"{number(criterion['points'])} จาก{TIED}"
    return f"{earned}{number(criterion['max_points'])}{TIED}คะแนน"


def published(month: Row) -> str | None:
    """That what is published stands, whatever is sent now; None while nothing final is published."""
    if month["published"] in (None, "provisional"):
        return None
    return "เดือนนี้เผยแพร่ฉบับสมบูรณ์แล้ว ไฟล์ที่ส่งหลังจากนี้ไม่เปลี่ยนผลที่เผยแพร่ จนกว่าจะมีการออกฉบับแก้ไข"


MARKS: dict[bool | None, str] = {True: "✓", False: "✗", None: "…"}
