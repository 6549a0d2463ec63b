"""Invented people and shops. Nobody here exists: surnames are put together, identity numbers fail their check digit."""

from random import Random

FIRST_NAMES = (
    "สมชาย", "สมหญิง", "วิชัย", "มาลี", "ประเสริฐ", "บุญมี", "คำแปง", "ศรีวรรณ", "อินทร์แก้ว", "จันทร์เพ็ญ",
    "สุรชัย", "นงลักษณ์", "ทองดี", "พิมพ์ใจ", "ชูชาติ", "รัตนา",
)  # fmt: skip
SURNAME_HEADS = ("ใจ", "แก้ว", "ศรี", "ทอง", "บุญ", "คำ", "วงศ์", "อินทร์")
SURNAME_TAILS = ("สมมติ", "ตัวอย่าง", "จำลอง", "ทดลอง")
PRODUCTS = ("ผ้าทอ", "กล้วยตาก", "น้ำพริก", "เครื่องจักสาน", "ข้าวแต๋น", "สมุนไพร", "กาแฟ", "แหนมเห็ด", "หมูยอ", "ผ้ากาบบัว")
KINDS = ("ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว", "กลุ่มผู้ผลิตชุมชน", "SMEs")


def person(random: Random) -> str:
    """A full name with its title."""
    surname = random.choice(SURNAME_HEADS) + random.choice(SURNAME_TAILS)
    return f"{random.choice(['นาย', 'นาง', 'นางสาว'])}{random.choice(FIRST_NAMES)} {surname}"


def phone(random: Random) -> str:
    """A mobile number of the range kept for no subscriber."""
    number = f"{random.randrange(10_000_000):07}"
    return random.choice([f"000-{number[:3]}-{number[3:]}", f"000{number}"])


def national_id(random: Random) -> str:
    """Thirteen digits with a wrong check digit."""
    digits = [random.randrange(1, 9), *(random.randrange(10) for _ in range(11))]
    check = (11 - sum(digit * (13 - place) for place, digit in enumerate(digits)) % 11) % 10
    text = "".join(map(str, digits)) + str((check + 1 + random.randrange(9)) % 10)
    return text if random.random() < 0.8 else f"{text[0]}-{text[1:5]}-{text[5:10]}-{text[10:12]}-{text[12]}"


def shop_name(random: Random) -> str:
    """A shop's name."""
    return f"ร้าน{random.choice(PRODUCTS)}{random.choice(FIRST_NAMES)}"
