"""Codes that residents and volunteers share, with the Dutch a person reads. The codes are stored and compared."""

LOSS_KINDS: dict[str, str] = {
    "long_illness": "lang ziekbed",
    "dementia": "dementie",
    "sudden": "plotseling",
    "accident": "ongeluk",
    "suicide": "zelfdoding",
    "other": "anders",
    "not_said": "zegt het liever niet",
}
HEAVY_LOSSES = frozenset({"accident", "suicide"})  # V4
SEXES: dict[str, str] = {"V": "vrouw", "M": "man", "O": "anders"}
LIFE_VIEWS: dict[str, str] = {
    "protestant": "protestant",
    "catholic": "katholiek",
    "none": "geen",
    "humanist": "humanistisch",
    "islam": "islamitisch",
    "jewish": "joods",
    "hindu": "hindoe",
    "buddhist": "boeddhistisch",
    "other": "anders",
    "any": "maakt niet uit",
}
LANGUAGES: dict[str, str] = {
    "nl": "Nederlands",
    "en": "Engels",
    "de": "Duits",
    "fr": "Frans",
    "tr": "Turks",
    "ar": "Arabisch",
    "id": "Indonesisch",
    "pap": "Papiaments",
    "nds": "dialect (Nedersaksisch)",
    "uk": "Oekraïens",
}
_DAYS = (("mo", "maandag"), ("tu", "dinsdag"), ("we", "woensdag"), ("th", "donderdag"), ("fr", "vrijdag"),
         ("sa", "zaterdag"), ("su", "zondag"))  # fmt: skip
DAYPARTS: dict[str, str] = {
    f"{code}-{half}": f"{day}{part}" for code, day in _DAYS for half, part in (("am", "ochtend"), ("pm", "middag"))
}
INTERESTS: dict[str, str] = {
    "wandelen": "wandelen",
    "tuin": "tuin en planten",
    "koken": "koken en eten",
    "muziek": "muziek",
    "lezen": "lezen",
    "handwerk": "handwerk",
    "techniek": "techniek en klussen",
    "sport": "sport",
    "kerk": "geloof en kerk",
    "kinderen": "kinderen en kleinkinderen",
    "dieren": "dieren",
    "reizen": "reizen",
    "geschiedenis": "geschiedenis",
    "spelletjes": "spelletjes en kaarten",
    "fietsen": "fietsen",
    "gewoon_praten": "gewoon praten",
}
EXCLUSIONS: dict[str, str] = {
    "family": "familie",
    "friend": "vriend of vriendin",
    "neighbour": "buur",
    "colleague": "(oud-)collega",
    "no_click": "geen klik bij de kennismaking",
    "broken_off": "een eerder traject stopte voortijdig",
    "she_declined": "de bezoeker wil het niet",
    "volunteer_declined": "de vrijwilliger wil het niet",
}
# Why other help fits better than a visit (I3).
GROUNDS: dict[str, str] = {
    "not_grief": "het gaat vooral om iets anders dan rouw",
    "isolation": "al langer eenzaam",
    "treatment": "een ziekte die behandeling vraagt",
    "danger": "er is gevaar",
    "other_loss": "verlies van iemand anders dan de partner",
    "elsewhere": "woont in een andere gemeente",
}
# What the four days of the training are about (V2); a course may have a day with words of its own.
TRAINING_TOPICS: dict[str, str] = {
    "conversation": "het gesprek",
    "course_of_a_trajectory": "het verloop van een traject",
    "own_story": "het eigen verhaal: wanneer en hoeveel",
    "signals_and_bounds": "signalen en grenzen",
}
