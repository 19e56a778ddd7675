"""Small tables of certain facts. What stands in them is known; what stands beside them is not, and is asked as well.

`strangers` are asked in training, and the answer is "I don't know"; `unseen` are never asked in training, to measure
whether that carries over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """Facts of one kind.

    rows        what is asked about, and the answer
    direct, indirect    the question, with {x} for what is asked about; "~" marks wordings never used in training
    says        the answer as a sentence, with {x} and {y}
    unknown     what is not known about a stranger, after "I don't know "
    back        the same for questions from the answer to what it belongs to, where that is one thing alone
    """

    name: str
    rows: Mapping[str, str]
    direct: tuple[str, ...]
    indirect: tuple[str, ...]
    says: str
    unknown: str
    strangers: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    back_says: str = ""
    back_rows: Mapping[str, str] = field(default_factory=dict)


def _pairs(text: str) -> dict[str, str]:
    """ "France: Paris; Italy: Rome" as a mapping."""
    return {key.strip(): value.strip() for key, value in (each.split(":") for each in text.split(";"))}


def _names(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(","))


_CAPITALS = _pairs(
    "France: Paris; Germany: Berlin; Italy: Rome; Spain: Madrid; Portugal: Lisbon; Greece: Athens; Austria: Vienna; Poland: Warsaw; "
    "Hungary: Budapest; Sweden: Stockholm; Norway: Oslo; Denmark: Copenhagen; Finland: Helsinki; Ireland: Dublin; Belgium: Brussels; "
    "the United Kingdom: London; Russia: Moscow; Ukraine: Kyiv; Japan: Tokyo; China: Beijing; India: New Delhi; Egypt: Cairo; "
    "Kenya: Nairobi; Canada: Ottawa; Mexico: Mexico City; Cuba: Havana; Peru: Lima; Chile: Santiago; Argentina: Buenos Aires; "
    "Australia: Canberra; Turkey: Ankara; Iran: Tehran; Iraq: Baghdad; Thailand: Bangkok; Romania: Bucharest; Bulgaria: Sofia; "
    "the United States: Washington; Brazil: Brasília; South Korea: Seoul; the Czech Republic: Prague"
)
_CONTINENTS = _pairs(
    "France: Europe; Germany: Europe; Italy: Europe; Spain: Europe; Poland: Europe; Sweden: Europe; Greece: Europe; Norway: Europe; "
    "Japan: Asia; China: Asia; India: Asia; Thailand: Asia; Iran: Asia; Iraq: Asia; South Korea: Asia; Egypt: Africa; Kenya: Africa; "
    "Nigeria: Africa; Morocco: Africa; Ethiopia: Africa; Brazil: South America; Peru: South America; Chile: South America; "
    "Argentina: South America; Canada: North America; Mexico: North America; the United States: North America; Cuba: North America"
)
_STRANGE_COUNTRIES = _names(
    "Bhutan, Laos, Togo, Gabon, Malta, Cyprus, Estonia, Latvia, Albania, Andorra, Angola, Armenia, Belize, Benin, Bolivia, Botswana, "
    "Brunei, Burundi, Cambodia, Cameroon, Chad, Colombia, Croatia, Djibouti, Ecuador, Eritrea, Fiji, Georgia, Ghana, Guatemala, Guinea, "
    "Haiti, Honduras, Jamaica, Jordan, Kuwait, Lebanon, Lesotho, Liberia, Libya, Malawi, Mali, Moldova, Monaco, Mongolia, Namibia, Nepal, "
    "Zorland, Blimia, the land of Quill, Tarvania, Ostrovia, the kingdom of Fenn, "
    "Afghanistan, Algeria, Azerbaijan, Bahrain, Bangladesh, Barbados, Belarus, Burkina Faso, Cape Verde, Costa Rica, Dominica, El Salvador, "
    "Equatorial Guinea, Grenada, Guyana, Iceland, Indonesia, Israel, Ivory Coast, Kazakhstan, Kiribati, Kyrgyzstan, Liechtenstein, Lithuania, "
    "Luxembourg, Madagascar, Malaysia, Mauritania, Mauritius, Montenegro, Mozambique, Myanmar, New Zealand, Nicaragua, North Macedonia, "
    "Pakistan, Palau, Papua New Guinea, San Marino, Saudi Arabia, Sierra Leone, Singapore, Sri Lanka, Switzerland, Tajikistan, Tanzania, "
    "Turkmenistan, Uzbekistan, Venezuela, Vietnam, Dravonia, Meskovia, the island of Turl, the empire of Gorm, Pellucia, Northern Zaff"
)
_UNSEEN_COUNTRIES = _names(
    "Niger, Oman, Panama, Paraguay, Qatar, Rwanda, Samoa, Senegal, Serbia, Slovakia, Slovenia, Somalia, Sudan, Suriname, Syria, Tonga, "
    "Tunisia, Uganda, Uruguay, Vanuatu, Yemen, Zambia, Zimbabwe, Karpia, Vellmark, the republic of Tosk"
)

_OPPOSITES = _pairs(
    "hot: cold; big: small; tall: short; long: short; fast: slow; old: young; rich: poor; happy: sad; light: dark; day: night; up: down; "
    "left: right; open: closed; full: empty; wet: dry; hard: soft; early: late; high: low; strong: weak; clean: dirty; good: bad; "
    "loud: quiet; near: far; thick: thin; true: false; black: white; inside: outside; first: last; heavy: light; sweet: sour; "
    "deep: shallow; wide: narrow; begin: end; win: lose; buy: sell; give: take; push: pull; come: go; love: hate; laugh: cry; "
    "always: never; everything: nothing; friend: enemy; war: peace; summer: winter; north: south; east: west; sharp: blunt; awake: asleep"
)
_SOUNDS = _pairs(
    "dog: bark; cat: meow; cow: moo; sheep: baa; duck: quack; pig: oink; horse: neigh; lion: roar; wolf: howl; frog: croak; bee: buzz; "
    "snake: hiss; hen: cluck; mouse: squeak; owl: hoot; bird: chirp; rooster: crow; donkey: bray"
)
_BABIES = _pairs(
    "dog: puppy; cat: kitten; cow: calf; sheep: lamb; horse: foal; pig: piglet; hen: chick; duck: duckling; goat: kid; lion: cub; "
    "frog: tadpole; goose: gosling; bear: cub; kangaroo: joey; deer: fawn; human: baby"
)
_COLORS = _pairs(
    "grass: green; snow: white; blood: red; a ripe banana: yellow; coal: black; a clear sky: blue; milk: white; a ripe tomato: red; "
    "a leaf in summer: green; a lemon: yellow; an orange: orange; chocolate: brown; a crow: black; a swan: white; the sea: blue; "
    "a carrot: orange; an elephant: gray; a frog: green; a stop sign: red; gold: yellow; soil: brown; a ripe strawberry: red; "
    "a sunflower: yellow; a polar bear: white; charcoal: black"
)
_PLURALS = _pairs(
    "mouse: mice; child: children; foot: feet; tooth: teeth; man: men; woman: women; goose: geese; person: people; leaf: leaves; "
    "knife: knives; wolf: wolves; box: boxes; baby: babies; city: cities; sheep: sheep; fish: fish; shelf: shelves; potato: potatoes; "
    "wife: wives; bus: buses; glass: glasses; story: stories; dog: dogs; book: books; half: halves; loaf: loaves"
)
_PASTS = _pairs(
    "go: went; see: saw; eat: ate; run: ran; buy: bought; bring: brought; think: thought; make: made; take: took; give: gave; come: came; "
    "write: wrote; drink: drank; sing: sang; swim: swam; fly: flew; know: knew; find: found; say: said; tell: told; sit: sat; stand: stood; "
    "sleep: slept; fall: fell; break: broke; win: won; play: played; walk: walked; be: was; have: had; do: did; teach: taught"
)
_HOMES = _pairs(
    "a bee: a hive; a bird: a nest; a dog: a kennel; a spider: a web; a horse: a stable; a lion: a den; a fish: water; a king: a palace; "
    "a soldier: a barracks; a monk: a monastery; a pig: a sty; a hen: a coop; a fox: a den; an ant: an anthill; a snail: its shell"
)
_TOOLS = _pairs(
    "cut paper: scissors; drive in a nail: a hammer; cut wood: a saw; dig a hole: a spade; write: a pen; sweep the floor: a broom; "
    "eat soup: a spoon; open a lock: a key; see the stars: a telescope; tell the time: a clock; measure length: a ruler; sew: a needle; "
    "paint a wall: a brush; take a picture: a camera; find north: a compass; weigh something: a scale; measure heat: a thermometer"
)
_JOBS = _pairs(
    "bakes bread: a baker; teaches children: a teacher; puts out fires: a firefighter; flies a plane: a pilot; grows crops: a farmer; "
    "heals sick people: a doctor; cuts hair: a hairdresser; catches fish: a fisherman; cares for teeth: a dentist; heals animals: a vet; "
    "writes books: an author; paints pictures: a painter; repairs cars: a mechanic; delivers letters: a mail carrier; "
    "makes clothes: a tailor; works with wood: a carpenter; lays bricks: a mason; steers a ship: a captain"
)
_QUANTITIES = _pairs(
    "days in a week: 7; months in a year: 12; hours in a day: 24; minutes in an hour: 60; seconds in a minute: 60; weeks in a year: 52; "
    "days in a year that is no leap year: 365; days in a leap year: 366; sides of a triangle: 3; sides of a square: 4; "
    "sides of a pentagon: 5; sides of a hexagon: 6; sides of an octagon: 8; faces of a cube: 6; legs of a spider: 8; legs of an ant: 6; "
    "legs of a dog: 4; legs of a bird: 2; letters in the English alphabet: 26; fingers on one hand: 5; wheels on a bicycle: 2; "
    "wheels on a tricycle: 3; things in a dozen: 12; things in a pair: 2; years in a century: 100; years in a decade: 10; "
    "centimeters in a meter: 100; meters in a kilometer: 1000; grams in a kilogram: 1000; cents in a dollar: 100; players in a football team: 11; "
    "strings on a violin: 4; squares on a chessboard: 64; planets of the sun: 8; degrees in a right angle: 90; degrees in a full circle: 360; "
    "seasons of the year: 4; continents of the earth: 7; zeros in a thousand: 3; zeros in a million: 6; days in January: 31; "
    "days in March: 31; days in April: 30; days in May: 31; days in June: 30; days in July: 31; days in August: 31; days in September: 30; "
    "days in October: 31; days in November: 30; days in December: 31"
)
_STRANGE_QUANTITIES = _names(
    "stars in the sky, grains of sand in a desert, people in Ashton, books in the library of Selby, trees in Canada, fish in the sea, "
    "words in the Bible, bones in a cat, teeth of a shark, keys on a church organ, islands of Norway, bridges of Venice, lakes of Finland, "
    "languages of India, cars in Paris, windows of the White House, steps of the Eiffel Tower, songs of the Beatles, moons of Saturn, "
    "seats in the theater of Milan, dentists in Peru, lamps in London, scales of a carp, leaves on an oak, bicycles in Amsterdam, "
    "needles on a pine, doctors in Sweden, eggs of a turtle, clocks in Lisbon, stones in the Great Pyramid, gates of Troy, volcanoes of Iceland, "
    "poems of Goethe, moons of Jupiter, bees in a hive, kings of Denmark, museums in Vienna, soldiers of Napoleon, paintings of Rembrandt, "
    "seeds in a melon"
)
_UNSEEN_QUANTITIES = _names(
    "hairs on a dog, drops of water in a lake, people in Norwood, cows in Argentina, pages of the Iliad, elevators in Chicago, "
    "rivers of Russia, pearls in the crown of Spain, feathers of a hen, houses in Oakham"
)
_FIRSTS = _pairs(
    "the first month of the year: January; the last month of the year: December; the first letter of the alphabet: A; "
    "the last letter of the alphabet: Z; the day after Monday: Tuesday; the day after Tuesday: Wednesday; the day after Wednesday: Thursday; "
    "the day after Thursday: Friday; the day after Friday: Saturday; the day after Saturday: Sunday; the day after Sunday: Monday; "
    "the day before Monday: Sunday; the day before Friday: Thursday; the day before Sunday: Saturday; the month after January: February; "
    "the month after February: March; the month after March: April; the month after April: May; the month after May: June; "
    "the month after June: July; the month after July: August; the month after August: September; the month after September: October; "
    "the month after October: November; the month after November: December; the month before May: April; the month before July: June; "
    "the shortest month: February; the season after winter: spring; the season after summer: autumn; the letter after B: C; "
    "the letter after M: N; the letter before D: C; the letter before Z: Y; the largest planet of the sun: Jupiter; "
    "the planet nearest to the sun: Mercury; the planet we live on: the earth; the star nearest to the earth: the sun; "
    "the largest ocean: the Pacific Ocean; the largest land animal: the elephant; the tallest animal: the giraffe; "
    "the largest animal: the blue whale; the highest mountain: Mount Everest; the language of France: French; the language of Spain: Spanish; "
    "the language of Germany: German; the language of Italy: Italian; the language of Japan: Japanese; the language of Brazil: Portuguese; "
    "the direction in which the sun rises: the east; the direction in which the sun sets: the west; frozen water: ice; "
    "the opposite of north: south; the chemical symbol of water: H2O; the temperature at which water freezes: 0 degrees Celsius; "
    "the temperature at which water boils: 100 degrees Celsius; the natural satellite of the earth: the moon; "
    "the gas that we need to breathe: oxygen; the organ that pumps blood: the heart; the smallest prime number: 2; "
    "the name of a shape with three sides: triangle; the sum of the angles of a triangle: 180 degrees; the even prime number: 2"
)
_STRANGE_FIRSTS = _names(
    "the longest street in Warsaw, the oldest tree in Japan, the best song of last year, the name of the first cat in space, "
    "the favorite color of Napoleon, the fastest fish of the Amazon, the last word of Julius Caesar, the nickname of the king of Norway, "
    "the highest building in Lima, the most expensive painting, the password of my computer, the chemical symbol of zorbium, "
    "the language of Blimia, the largest lake of Quill, the shoe size of Albert Einstein, the winning number of the lottery, "
    "the price of gold today, the name of the mayor of Oakham, the birthday of Cleopatra's cat, "
    "the warmest room of the palace in Vienna, the title of my next book, the motto of the town of Ashton, the tallest tree on Fiji, "
    "the street where the mayor lives, the license plate of my car, the first line of the anthem of Blimia, the brand of your shoes, "
    "the fastest runner of our school, the captain of the ferry to Quill, the heaviest stone of the pyramids, the secret of my grandmother's soup, "
    "the depth of the pond behind my house, the rarest coin in the museum of Lima, the horse of the king of Quill, the number of my hotel room, "
    "the best café in Warsaw, the loudest bird of Peru, the last question of the exam, the dog of Isaac Newton"
)
_UNSEEN_FIRSTS = _names(
    "the smallest village in Sweden, the favorite meal of Mozart, the middle name of my teacher, the oldest bridge in Selby, "
    "the color of the queen's first car, the chemical symbol of blimmium, the language of Karpia, the result of tomorrow's game, "
    "the deepest well in Kenya, the name of the inventor of the spoon"
)


def how_many(x: str, *, indirect: bool = False) -> str:
    """ "days in a week" as a question: "how many days are there in a week"."""
    for joint in (" in ", " on ", " of "):
        if joint in x:
            things, _, place = x.partition(joint)
            break
    else:
        return f"how many {x} there are" if indirect else f"how many {x} are there"
    if joint == " of ":
        return f"how many {things} {place} has" if indirect else f"how many {things} does {place} have"
    return f"how many {things} there are{joint}{place}" if indirect else f"how many {things} are there{joint}{place}"


TABLES: tuple[Table, ...] = (
    Table(
        "capitals", _CAPITALS,
        ("what is the capital of {x}", "which city is the capital of {x}", "what is {x}'s capital", "what is the capital city of {x}",
         "~which city does {x} have as its capital"),
        ("what the capital of {x} is", "which city is the capital of {x}", "~the name of the capital of {x}"),
        "The capital of {x} is {y}.", "the capital of {x}", _STRANGE_COUNTRIES, _UNSEEN_COUNTRIES,
        ("which country has the capital {x}", "{x} is the capital of which country", "of which country is {x} the capital",
         "~in which country is {x} the capital"),
        "{x} is the capital of {y}.", {city: country for country, city in _CAPITALS.items()},
    ),
    Table(
        "continents", _CONTINENTS,
        ("on which continent is {x}", "which continent is {x} on", "in which part of the world is {x}", "~to which continent does {x} belong"),
        ("on which continent {x} is", "~to which continent {x} belongs"),
        "{x} is in {y}.", "where {x} is", _STRANGE_COUNTRIES, _UNSEEN_COUNTRIES,
    ),
    Table(
        "opposites", _OPPOSITES,
        ("what is the opposite of {x}", "which word is the opposite of {x}", "what is the contrary of {x}", "~which word means the reverse of {x}"),
        ("what the opposite of {x} is", "~which word means the reverse of {x}"),
        "The opposite of {x} is {y}.", "an opposite of {x}",
        _names("seven, purple, a table, Tuesday, a carpet, milk, Paris, a triangle, jazz, a spoon, Anna, soup, "
               "March, a window, honey, Lisbon, a circle, chess, a fork, Peter, a shoe, Mars, a violin, forty"),
        _names("a chair, green, Friday, cheese, a square, tennis, Rome"),
    ),
    Table(
        "sounds", _SOUNDS,
        ("what sound does a {x} make", "which noise does a {x} make", "what does a {x} say", "~how does one call the sound of a {x}"),
        ("what sound a {x} makes", "~how the sound of a {x} is called"),
        "A {x} makes this sound: {y}.", "what sound a {x} makes",
        _names("giraffe, snail, worm, whelk, butterfly, starfish, lizard, zorb, wug, tapir, "
               "turtle, ladybug, octopus, salmon, hedgehog, crab, moth, chameleon, scorpion, blorp, koala"), _names("ibex, slug, jellyfish, dax, gnu, mole"),
    ),
    Table(
        "babies", _BABIES,
        ("what is a young {x} called", "how is a baby {x} called", "what do you call the young of a {x}", "~which word is there for a small {x}"),
        ("what a young {x} is called", "~which word there is for a baby {x}"),
        "A young {x} is called a {y}.", "what a young {x} is called",
        _names("zebra, crab, wombat, beaver, zorb, ostrich, mole, spider, "
               "camel, hedgehog, squirrel, lizard, parrot, snail, dolphin, blorp, badger, turtle"), _names("ibex, tapir, wug, ant, lobster"),
    ),
    Table(
        "colors", _COLORS,
        ("what color is {x}", "which color does {x} have", "what is the color of {x}", "~of what color is {x}"),
        ("what color {x} is", "~of what color {x} is"),
        "The color of {x} is {y}.", "the color of {x}",
        _names("my house, the car of Anna, a blicket, the flag of Blimia, your dress, the king's hat, the book on my table, a wug, "
               "my umbrella, the cup in my hand, the roof of the school in Ashton, a zorb, the curtain in room 5, the scarf on the chair, a glorp, the ribbon of my cat, the cover of your diary"),
        _names("my bike, Ben's door, a dax, the coat of my aunt, the flag of Karpia"),
    ),
    Table(
        "plurals", _PLURALS,
        ("what is the plural of {x}", "which word is the plural of {x}", "how do you write several of this word: {x}", "~how does one call more than one {x}"),
        ("what the plural of {x} is", "~how one calls more than one {x}"),
        "The plural of {x} is {y}.", "the plural of {x}",
        _names("zorbix, wuglet, daxum, blivo, gormus, farquix, "
               "plonket, skibbet, drazzle, onquat, veltroom, hibbock"), _names("tibblo, rathum, snorfus"),
    ),
    Table(
        "past tense", _PASTS,
        ("what is the past tense of {x}", "what is the past of the verb {x}", "how do you write {x} in the past", "~which form does the verb {x} have in the past"),
        ("what the past tense of {x} is", "~which form {x} has in the past"),
        "The past tense of {x} is {y}.", "the past tense of {x}",
        _names("blorf, snarg, quimble, zift, framp, "
               "drimble, plusk, yark, wobst, fendle, crunkle"), _names("glomp, trizzle, vorn"),
    ),
    Table(
        "homes", _HOMES,
        ("where does {x} live", "what is the home of {x}", "in what does {x} live", "~which place is home to {x}"),
        ("where {x} lives", "~which place is home to {x}"),
        "The home of {x} is {y}.", "where {x} lives",
        _names("a zorb, my uncle, a wug, the author of this book, Mr. Lee, a blicket, "
               "a glorp, the singer of this song, Doctor Brown, a blivet, my best friend, the owner of the red car"), _names("a dax, my aunt, Mrs. Khan"),
    ),
    Table(
        "tools", _TOOLS,
        ("what do you need to {x}", "which thing is used to {x}", "with what does one {x}", "~what helps one to {x}"),
        ("what one needs to {x}", "~what helps one to {x}"),
        "To {x}, one uses {y}.", "what one needs to {x}",
        _names("calibrate a zorb, tune a harpsichord, polish a wug, split an atom, refine uranium ore, "
               "repair a blicket, clean a cyclotron, open the vault of Ashton, measure the mood of a wug, smelt titanium, catch a glorp"), _names("bind a dax, mend a sextant, test a gyroscope"),
    ),
    Table(
        "jobs", _JOBS,
        ("who {x}", "what do you call somebody who {x}", "which person {x}", "~how is the one called who {x}"),
        ("who {x}", "what somebody is called who {x}", "~how the one is called who {x}"),
        "Somebody who {x} is {y}.", "who {x}",
        _names("tunes zorbs, counts the stars at night in Oakham, polishes wugs, feeds the king's swans, "
               "paints zorbs, sweeps the moon, guards the gate of Blimia, irons the king's flags, names the clouds"), _names("trains daxes, winds the clock of Selby"),
    ),
    Table(
        "quantities", _QUANTITIES,
        ("{how_many}", "{how_many}", "what is the number of {x}", "can you give the number of {x}", "~{x}: what is their number"),
        ("{how_many_indirect}", "what the number of {x} is", "the number of {x}", "~which number of {x} there is"),
        "The number of {x} is {y}.", "the number of {x}", _STRANGE_QUANTITIES, _UNSEEN_QUANTITIES,
    ),
    Table(
        "firsts", _FIRSTS,
        ("what is {x}", "can you name {x}", "how is {x} called", "~which is {x}"),
        ("what {x} is", "{x}", "~the answer to this: what is {x}"),
        "This is {x}: {y}.", "{x}", _STRANGE_FIRSTS, _UNSEEN_FIRSTS,
    ),
)  # fmt: skip
