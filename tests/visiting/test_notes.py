import pytest

from bezoekdienst.visiting import notes

BSN = "Er lijkt een burgerservicenummer (BSN) in te staan. Haal het weg."
PHONE = "Er lijkt een telefoonnummer in te staan. Is dat nodig?"
MAIL = "Er lijkt een e-mailadres in te staan. Is dat nodig?"
NAME = "Er lijkt een naam in te staan. Schrijf liever “zij”, “haar zoon” of “de buurvrouw”."


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("", []),
        ("Samen gewandeld. Het ging goed vandaag.", []),
        ("Volgende week op Dinsdag weer, rond Kerst niet.", []),
        ("We dronken koffie om 10.30 uur, 2 kopjes.", []),
        ("Het was op 12-11-2026 precies een jaar geleden.", []),
        ("Ik woon in Arnhem en zij ook.", []),
        ("bsn 999990019 stond op de brief", [BSN]),
        ("bsn 9999.90.019 stond op de brief", [BSN]),
        ("rekening 999990018", []),
        ("bel 026-0000000", [PHONE]),
        ("bel 06 00 00 00 00 of +31 6 0000 0000", [PHONE]),
        ("mail naar iemand@voorbeeld.example", [MAIL]),
        ("mevrouw Verzonnen was verdrietig", [NAME]),
        ("de heer van der Verzonnen kwam langs", [NAME]),
        ("haar zoon Verzonnen kwam langs", [NAME]),
        ("zij praatte over Verzonnen en vroeger", [NAME]),
        ("dhr. Verzonnen belde 0260000000", [PHONE, NAME]),
    ],
)
def test_a_note_that_seems_to_identify_somebody_is_pointed_out(note, said):
    assert notes.warnings(note) == said
