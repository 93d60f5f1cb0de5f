"""What a change of the numbers brings along, said before it is made. Pure: snapshots in, sentences out."""

from bezoekdienst.policy.timeline import Values, differences

OF_A_ROUND = frozenset(
    {"wait_months", "horizon_months", "second_clerk", "blocked_weeks", "silent_weeks", "print_file_days"}
)
OF_A_TRAJECTORY = frozenset({"trajectory_months", "planned_months", "extension_weeks"})
KEPT_FROM_DAY_TO_DAY = ("note_months", "resident_months")
MUNICIPALITY = "a"  # it runs its own installation, and may write to whose address is secret (L5)


def sentences(old: Values, new: Values) -> list[str]:
    """What somebody should know before she saves; empty when the changes speak for themselves."""
    names = differences(old, new).keys()
    found = []
    if names & OF_A_ROUND:
        found.append("Een ronde die al begonnen is, houdt de getallen van toen.")
    if names & OF_A_TRAJECTORY:
        found.append("Een traject dat al begonnen is, houdt de getallen van toen.")
    if names & OF_A_TRAJECTORY and new["planned_months"] > new["trajectory_months"]:
        found.append("Het geplande einde komt na de langste duur. Dan wordt het de laatste dag van het traject.")
    if names & {"reminder_weeks", "silence_weeks"} and new["silence_weeks"] <= new["reminder_weeks"]:
        found.append("Een traject staat dan al op de lijst als de vrijwilliger nog geen herinnering kreeg.")
    if any(new[name] < old[name] for name in KEPT_FROM_DAY_TO_DAY):
        found.append("Wat dan langer bewaard is, wordt de eerste nacht gewist. Dat komt niet terug.")
    return [*found, *_with_the_municipality(old, new)]


def _with_the_municipality(old: Values, new: Values) -> list[str]:
    found = []
    if old["second_clerk"] and not new["second_clerk"]:
        found.append("Een medewerker kan dan een ronde vrijgeven zonder een tweede. Dat staat apart in het logboek.")
    if new["first_loss_on"] != old["first_loss_on"] and not _is_later(new, old):
        found.append("Wie al op papier een brief kreeg, kan er nu nog een krijgen.")
    if new["supply"] != old["supply"]:
        found.append("Spreek dit eerst schriftelijk af met de gemeente.")
        if new["supply"] == MUNICIPALITY:
            found.append("Ook mensen met een geheim adres krijgen dan een brief.")
    if new["municipality_code"] != old["municipality_code"]:
        found.append("Alleen inwoners van de gemeente met deze code krijgen nog een brief.")
    return found


def _is_later(new: Values, old: Values) -> bool:
    """Whether fewer losses count than before; without a first one all of them do."""
    first, was = new["first_loss_on"], old["first_loss_on"]
    return first is not None and (was is None or first > was)
