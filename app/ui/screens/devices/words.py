"""How a thing around the bench is called and said to be."""

from __future__ import annotations

from app.domain.device import DeviceGlance, DeviceKind
from app.domain.glance import Light
from app.ui.messages import what
from app.ui.messages_devices import COMPONENT_WORDS, KIND_WORDS, LIGHT_WORDS
from app.ui.screens.incidents.age import age
from app.ui.theme import Look

GROUPS = {
    DeviceKind.PRINTER: "printing",
    DeviceKind.COMPONENT: "printing",
    DeviceKind.WEDGE: "reading",
    DeviceKind.SCANNER: "reading",
    DeviceKind.CAMERA: "reading",
    DeviceKind.SCALE: "weighing",
    DeviceKind.CARRIER: "outside",
    DeviceKind.NETWORK: "outside",
    DeviceKind.NEWS: "outside",
    DeviceKind.DISK: "computer",
}
NAMED = 3


def name_of_device(glance: DeviceGlance, look: Look) -> str:
    """`Printer label`; what there is one of by its kind alone, another program by its own name."""
    if glance.name in COMPONENT_WORDS and glance.kind is DeviceKind.COMPONENT:
        return COMPONENT_WORDS[glance.name].say(look.language)
    kind = KIND_WORDS[glance.kind].say(look.language)
    return look.word("devices.called", kind=kind, name=glance.name) if glance.name else kind


def light_word(light: Light, look: Look) -> str:
    return LIGHT_WORDS[light].say(look.language)


def place_of_device(glance: DeviceGlance, look: Look) -> str:
    """Where it is; of the disk, what is free."""
    is_disk = glance.kind is DeviceKind.DISK and glance.place
    return look.word("devices.free", size=glance.place) if is_disk else glance.place


def event_words(glance: DeviceGlance, now_ms: int, look: Look) -> str:
    """What happened last, and how long ago."""
    if not glance.event_at_ms:
        return look.word("devices.nothing")
    past = age(glance.event_at_ms, now_ms, look)
    return look.word("devices.happened", what=what(glance.event, look.language), age=past)


def summary(glances: tuple[DeviceGlance, ...], look: Look) -> str:
    """All of them in one line."""
    needy = [each for each in glances if each.light is not Light.GREEN]
    if not needy:
        return look.word("devices.all_well")
    names = ("、" if look.language == "zh_CN" else ", ").join(name_of_device(each, look) for each in needy[:NAMED])
    names += look.word("devices.more") if len(needy) > NAMED else ""
    return look.word("devices.one" if len(needy) == 1 else "devices.several", count=len(needy), names=names)
