"""From points to the joint best: a market of people and places (`markets`), who shares the last places (`groups`,
`paths`), prices that prove it (`prices`), and ties broken by something stable (`ties`). `assignment` is the door."""
