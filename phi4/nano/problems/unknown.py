"""Questions that cannot be answered: strangers to the tables, missing numbers, what nobody told, and nonsense."""

from __future__ import annotations

import random

from phi4.nano.problems.facts import absent, asked, indirect_of, invented, questioned, reading, slots_of, world
from phi4.nano.problems.family import Family, Problem
from phi4.nano.problems.grammar import Voice, mended
from phi4.nano.problems.knowledge import TABLES
from phi4.nano.problems.topics import FAMILIES
from phi4.nano.problems.words import NAMES

ANSWER = "I don't know"


def unknown(rng: random.Random, *, held_out: bool = False) -> Problem:
    """A question to which the right answer is that one does not know; `held_out` takes strangers, missing facts and
    wordings that training never asks about."""
    ways = (_stranger, _incomplete, _not_told, _attribute, _person, _private, _beyond, _nonsense)
    way = rng.choices(ways, (0.26, 0.24, 0.14, 0.08, 0.08, 0.08, 0.06, 0.06))[0]
    return way(rng, held_out=held_out)


def _written(family: str, construction: str, question: str, reason: str) -> Problem:
    return Problem(family, construction, question, f"{reason}\nAnswer: {ANSWER}", ANSWER, "unknown")


def _stranger(rng: random.Random, *, held_out: bool) -> Problem:
    """A country, animal or number that no table holds."""
    tables = [table for table in TABLES if (table.unseen if held_out else table.strangers)]
    table = rng.choices(tables, [len(each.strangers) for each in tables])[0]
    x = rng.choice(table.unseen if held_out else table.strangers)
    if table.name in ("capitals", "continents") and rng.random() < 0.25:
        x = invented(rng)
    question, construction = asked(table.direct, table.indirect, slots_of(x), rng, held_out=False)
    return _written(
        table.name,
        f"stranger{'~' * held_out}, {construction}",
        question,
        mended(f"I don't know {table.unknown.format(x=x)}."),
    )


# What a problem lacks if it does not tell a fact; "~" is never left out in training.
_LACKS: dict[str, dict[str, str]] = {
    "cost": {"price": "what one {thing} costs", "count": "how many {thing+} there are"},
    "change": {"pay": "with how much money one pays", "~buy": "what is bought"},
    "budget": {"have": "how much money there is", "~price": "what one {thing} costs"},
    "discount": {"price": "what the old price is", "~off": "how large the discount is"},
    "saving": {"step": "how much is saved each {time}", "goal": "how much is needed"},
    "wage": {"hours": "how many hours the work takes", "~pay": "what is paid for an hour"},
    "sharing a bill": {"guests": "how many people share", "bill": "how large the bill is"},
    "older": {"age": "how old {who.n} is", "~gap": "how many years there are between the two"},
    "times as old": {"age": "how old {known.n} is"},
    "ages together": {"total": "how old they are together", "~gap": "how many years one is older"},
    "chain of ages": {"age": "how old {who} is", "~second": "how old {third} is compared with {other}"},
    "boxes needed": {"size": "how many {thing+} go into one {box}", "~total": "how many {thing+} there are"},
    "buses": {"total": "how many {guest+} there are", "size": "how many {guest+} one {bus} takes"},
    "even out": {"low": "how many {thing+} {other.n} has", "~high": "how many {thing+} {who.n} has"},
    "fraction of": {"part": "how many of them are {adjective}"},
    "percent of": {"part": "what part of them is {what}"},
    "recipe": {"recipe": "what the recipe says", "wanted": "how many {dish+} are wanted"},
    "distance": {"speed": "how fast it goes", "times": "how long it takes"},
    "duration": {"way": "how long the way is", "~speed": "how fast it goes"},
    "speed": {"way": "how long the way is", "times": "how long it takes"},
    "catching up": {"ahead": "how far one is ahead", "~speeds": "how fast they go"},
    "round trip": {"speeds": "how fast it goes", "way": "how long the way is"},
    "fuel": {"use": "how much fuel is used", "~way": "how long the trip is"},
    "filling": {"size": "how much the {vessel} holds", "flow": "how much flows in and out"},
    "reading": {"pages": "how many pages are read each {time}", "whole": "how many pages the book has"},
    "work together": {"second": "how long the other one needs"},
    "posts and gaps": {"length": "how long the whole way is", "gap": "how far apart the {post+} are"},
    "cuts and pieces": {"each": "how long one cut takes", "~pieces": "into how many pieces it is cut"},
    "area": {"width": "how wide it is"},
    "perimeter": {"width": "how wide it is"},
    "tiles": {"tile": "how large a tile is", "place": "how large the place is that they cover"},
    "map scale": {"scale": "what the scale of the map is", "~map": "how long it is on the map"},
    "balance": {"light": "what one {second} weighs", "~even": "how the two compare"},
    "bat and ball": {"gap": "how much more the {dear} costs", "~total": "what both cost together"},
    "better offer": {"second": "what the other shop asks", "first": "what the other shop asks"},
    "more or less": {"first": "what is known of {who.n}"},
    "heads and legs": {"legs": "how many {leg+} there are"},
    "doubling": {"start": "how many {cell+} there are at first"},
    "unit price": {"known": "what {thing+} cost"},
    "tickets": {"prices": "what a ticket costs", "guests": "how many {adult+} and {young+} go"},
    "profit": {"sold": "for how much the {thing+} are sold"},
    "spending": {"have": "how much money {who.n} has at first", "spend": "how much money is spent"},
    "past and future age": {"age": "how old {who.n} is"},
    "age in a year": {"born": "when {who.n} was born"},
    "when I was six": {"now": "how old {who.n} is now"},
    "sharing": {"groups": "how many {group+} share"},
    "had": {"first": "how many {thing+} {who.n} had at first"},
    "what remains of a fraction": {
        "part": "what part of them is gone",
        "whole": "how many {thing+} there are at first",
    },
    "rise and fall in percent": {"change": "how the {what} changes"},
    "towards each other": {"way": "how far apart they are at first"},
    "train on a bridge": {"length": "how long the train is", "place": "how long the {place} is"},
    "machines": {"known": "how many {made+} one {maker} makes in a {time}"},
    "production": {"rate": "how many {made+} are made each {time}", "times": "how long the work goes on"},
    "doubling area": {"full": "when the whole {place} is covered"},
    "weekday after": {"today": "what day it is today"},
    "days between dates": {"to": "when the {event} is"},
    "end time": {"start": "when the {what} starts", "length": "how long the {what} takes"},
    "how long": {"end": "when the {what} ends"},
    "one every half hour": {"every": "how much time there is between two of them"},
    "elevator": {"start": "on which floor it starts", "steps": "how far the elevator goes"},
    "repeating pattern": {"pattern": "in which order the colors come"},
    "think of a number": {"result": "what the result is"},
    "knockout": {"count": "how many {player+} take part"},
    "at least one of two": {"both": "how many do both"},
    "neither of two": {"total": "how many there are in all"},
    "chance": {"things": "what is in the {bag}"},
    "number for an average": {"mean": "what the average is to be"},
    "the other side": {"whole": "how large the {shape} is", "side": "how long one side is"},
    "turns": {"start": "in which direction {who.n} looks at first"},
    "cats in houses": {"second": "how many {b+} each {a} has"},
    "fewest coins": {"amount": "how much is to be paid"},
    "temperature": {"start": "what the temperature is at first", "moves": "how the temperature changes"},
}
_BY_NAME: dict[str, Family] = {family.name: family for family in FAMILIES}


def _incomplete(rng: random.Random, *, held_out: bool) -> Problem:
    """A problem of which one fact is left out."""
    name = rng.choice(list(_LACKS))
    facts = [fact for fact in _LACKS[name] if fact.startswith("~") == held_out]
    if not facts:
        return _incomplete(rng, held_out=held_out)
    marked = rng.choice(facts)
    fact = marked.removeprefix("~")
    question, construction, lacking = _BY_NAME[name].without(fact, _LACKS[name][marked], rng)
    reason = f"It does not say {lacking}, so it cannot be worked out."
    return _written(name, f"without {fact}{'~' * held_out}, {construction}", question, reason)


def _not_told(rng: random.Random, *, held_out: bool) -> Problem:
    """A text that tells of invented lands, but not what is asked."""
    _, facts = world(rng)
    land, attribute = absent(facts, rng)
    question, construction = questioned(facts, land, attribute, rng, held_out=held_out)
    reason = f"{reading(facts, land, attribute)}\nIt does not say {indirect_of(land, attribute)}."
    return _written("told", construction, question, reason)


_ATTRIBUTES = (
    "the population of {x}", "the president of {x}", "the national flower of {x}", "the highest mountain of {x}", "the oldest city of {x}",
    "the most famous writer of {x}", "the area of {x}", "the national bird of {x}", "the prime minister of {x}", "the largest lake of {x}",
    "the currency of {x}", "the national anthem of {x}", "the national dish of {x}", "the largest island of {x}", "the second largest city of {x}",
    "the main export of {x}", "the oldest university of {x}", "the number of airports in {x}", "the tallest tower in {x}",
    "the best-known painter of {x}", "the phone code of {x}", "the average income in {x}", "the national holiday of {x}", "the oldest theater of {x}",
    "the busiest harbor of {x}", "the richest family of {x}", "the foreign minister of {x}", "the number of teachers in {x}",
)  # fmt: skip
_UNSEEN_ATTRIBUTES = (
    "the coldest month in {x}",
    "the first king of {x}",
    "the longest bridge of {x}",
    "the favorite sport of {x}",
)


def _attribute(rng: random.Random, *, held_out: bool) -> Problem:
    """Something about a known country that no table tells."""
    x = rng.choice(list(TABLES[0].rows))
    what = rng.choice(_UNSEEN_ATTRIBUTES if held_out else _ATTRIBUTES).format(x=x)
    question, construction = asked(
        ("what is {w}", "can you name {w}"), ("{w}", "what {w} is"), {"w": what}, rng, held_out=False
    )
    return _written("attribute", f"attribute{'~' * held_out}, {construction}", question, f"I don't know {what}.")


_FAMOUS = (
    "Albert Einstein", "Napoleon", "William Shakespeare", "Mozart", "Isaac Newton", "Marie Curie", "Cleopatra", "Picasso", "Gandhi",
    "Charles Darwin", "Plato", "Beethoven", "Julius Caesar", "Leonardo da Vinci", "Galileo", "Rembrandt", "Homer", "Joan of Arc",
    "Abraham Lincoln", "George Washington", "Winston Churchill", "Queen Victoria", "Alexander the Great", "Socrates", "Archimedes",
    "Vincent van Gogh", "Michelangelo", "Claude Monet", "Frida Kahlo", "Frédéric Chopin", "Franz Schubert", "Antonio Vivaldi", "Richard Wagner",
    "Johannes Kepler", "Nikola Tesla", "Thomas Edison", "Louis Pasteur", "Niels Bohr", "Max Planck", "Sigmund Freud", "Karl Marx", "Immanuel Kant",
    "Voltaire", "Goethe", "Charles Dickens", "Jane Austen", "Leo Tolstoy", "Mark Twain", "Franz Kafka", "Dante", "Genghis Khan", "Charlemagne",
    "Martin Luther", "Nelson Mandela", "Martin Luther King", "Neil Armstrong", "Amelia Earhart", "Charlie Chaplin", "Elvis Presley", "Walt Disney",
    "Florence Nightingale", "Ferdinand Magellan", "Catherine the Great",
)  # fmt: skip
_UNSEEN_FAMOUS = (
    "Ada Lovelace",
    "Alan Turing",
    "Marco Polo",
    "Confucius",
    "Aristotle",
    "Johann Sebastian Bach",
    "Columbus",
)
_LIVES = (
    ("who was {x}", "who {x} was"), ("when was {x} born", "when {x} was born"), ("where was {x} born", "where {x} was born"),
    ("what did {x} do", "what {x} did"), ("when did {x} die", "when {x} died"), ("who was the wife of {x}", "who the wife of {x} was"),
    ("how old did {x} get", "how old {x} got"), ("where did {x} live", "where {x} lived"),
    ("why is {x} famous", "why {x} is famous"), ("who were the parents of {x}", "who the parents of {x} were"),
    ("which school did {x} attend", "which school {x} attended"), ("where is {x} buried", "where {x} is buried"),
    ("how many children did {x} have", "how many children {x} had"), ("what was the job of {x}", "what the job of {x} was"),
    ("in which century did {x} live", "in which century {x} lived"), ("which languages did {x} speak", "which languages {x} spoke"),
    ("what is {x} known for", "what {x} is known for"), ("how did {x} become famous", "how {x} became famous"),
    ("who was the teacher of {x}", "who the teacher of {x} was"), ("on which day did {x} die", "on which day {x} died"),
)  # fmt: skip


def _person(rng: random.Random, *, held_out: bool) -> Problem:
    """Somebody famous, or nobody at all."""
    name = rng.choice(_UNSEEN_FAMOUS if held_out else _FAMOUS)
    if rng.random() < 0.4:
        name = f"{rng.choice(NAMES)} {invented(rng)}"
    direct, indirect = (each.format(x=name) for each in rng.choice(_LIVES))
    question, construction = asked((direct,), (indirect,), {}, rng, held_out=False)
    return _written("person", f"person{'~' * held_out}, {construction}", question, f"I don't know {indirect}.")


_PRIVATE = (
    ("what is my name", "your name"), ("how old am I", "how old you are"), ("where do I live", "where you live"),
    ("what did I eat today", "what you ate today"), ("what time is it", "what time it is"), ("what is the weather like", "what the weather is like"),
    ("what day is it today", "what day it is today"), ("who won the game yesterday", "who won the game"), ("what is in the news", "the news"),
    ("will it rain tomorrow", "whether it will rain"), ("where are my keys", "where your keys are"), ("what am I thinking of", "what you are thinking of"),
    ("what is the name of my dog", "the name of your dog"), ("how much money do I have", "how much money you have"),
    ("which number will win the lottery", "which number will win"), ("what is my favorite color", "your favorite color"),
    ("which street do I live in", "which street you live in"), ("when is my birthday", "when your birthday is"),
    ("what is my phone number", "your phone number"), ("who is my best friend", "who your best friend is"),
    ("where did I park my car", "where you parked your car"), ("what did I dream last night", "what you dreamed"),
    ("what is my job", "what your job is"), ("how many siblings do I have", "how many siblings you have"), ("what is my password", "your password"),
    ("which shoes am I wearing", "which shoes you are wearing"), ("what is my cat doing", "what your cat is doing"),
    ("did I lock the door", "whether you locked the door"), ("what grade will I get in the exam", "which grade you will get"),
    ("who will be the next president", "who will be the next president"), ("who will win the world cup next year", "who will win"),
    ("how warm is it outside", "how warm it is outside"), ("what year is it", "what year it is"),
    ("is the shop around the corner open", "whether that shop is open"), ("which song am I listening to", "which song you are listening to"),
    ("what will I do on my next vacation", "what you will do on your next vacation"), ("how long have I been awake", "how long you have been awake"),
    ("when did I last see the dentist", "when you last saw the dentist"), ("what is my boss thinking of me", "what your boss thinks of you"),
    ("will my team win tonight", "whether your team will win"), ("where is my phone", "where your phone is"),
    ("how many books do I own", "how many books you own"), ("what is my mother's maiden name", "the maiden name of your mother"),
    ("which road do I take to work", "which road you take to work"), ("who lives next door to me", "who lives next door to you"),
    ("is my brother at home", "whether your brother is at home"), ("what color are my eyes", "what color your eyes are"),
    ("which room am I in", "which room you are in"), ("how much does my rent cost", "how much your rent is"),
    ("what happened in my street this morning", "what happened in your street"),
    ("is there a queue at the bank right now", "whether there is a queue at the bank"), ("who wrote the letter in my hand", "who wrote that letter"),
    ("what did I buy last week", "what you bought last week"), ("does Anna love me", "whether Anna loves you"),
    ("how many stocks will rise tomorrow", "how many stocks will rise"), ("did my coin fall on heads or on tails", "how your coin fell"),
    ("~who is calling me", "who is calling you"), ("~what did my sister say", "what your sister said"), ("~how tall am I", "how tall you are"),
    ("~when will the bus come", "when the bus will come"), ("~what is the price of bread in my town", "the price of bread in your town"),
    ("~what is on my table", "what is on your table"),
)  # fmt: skip


def _private(rng: random.Random, *, held_out: bool) -> Problem:
    """What only the asker, or the future, could know."""
    direct, what = rng.choice([each for each in _PRIVATE if each[0].startswith("~") == held_out])
    asking = direct.removeprefix("~")
    question, construction = asked((asking,), (f"this: {asking}",), {}, rng, held_out=False)
    return _written(
        "private",
        f"private{'~' * held_out}, {construction}",
        question,
        f"I don't know {what}. I only see what is written here.",
    )


_TASKS = (
    ("write a poem about [love|the sea|autumn|a cat]", "how to write poems"), ("write a Python function that sorts a list", "how to write programs"),
    ("translate [hello|thank you|the house|a book] into [French|German|Spanish|Latin]", "other languages"),
    ("explain [gravity|democracy|photosynthesis|inflation|evolution|electricity|DNA]", "enough about that to explain it"),
    ("tell me how [a computer works|a plane flies|magnets work|a radio works|bread is made]", "how that works"),
    ("summarize the plot of [Hamlet|the Odyssey|Don Quixote|Faust]", "that story"), ("tell me a joke about [teachers|cats|soup]", "any jokes"),
    ("recommend a [book|movie|restaurant|song] to me", "any that I could recommend"), ("tell me why [the sky is blue|cats purr|we dream|leaves fall]", "the reason"),
    ("plan a trip to [Rome|Japan|the mountains]", "how to plan trips"), ("tell me how to cook [pasta|a goose|rice]", "how to cook that"),
    ("write a story about [a dragon|two friends|a lost dog|the moon]", "how to write stories"),
    ("write a letter to [my landlord|the mayor|a friend]", "how to write such letters"),
    ("write a speech for [a wedding|a birthday]", "how to write speeches"), ("write a web page in HTML", "how to write web pages"),
    ("fix the bug in my JavaScript code", "how to write programs"), ("write a SQL query that joins two tables", "how to write programs"),
    ("say [I love you|my name is Tom|water|bread] in [Russian|Chinese|Turkish|Polish]", "other languages"),
    ("correct my [Spanish|French] homework", "other languages"),
    ("describe [the French Revolution|the Roman Empire|the First World War]", "enough about that to describe it"),
    ("define [entropy|capitalism|irony|metabolism|justice]", "enough about that to define it"),
    ("tell me how [vaccines work|a phone works|rain forms|a battery works]", "how that works"),
    ("give me a recipe for [pancakes|chili|apple pie|pizza]", "any recipes"),
    ("tell me why [the sea is salty|ice floats|people laugh|birds migrate]", "the reason"),
    ("compare [Plato and Kant|Java and C|Paris and London]", "enough about them to compare them"),
    ("tell me a fact about [whales|volcanoes|Mars]", "any facts of that kind"),
    ("name the [author|hero] of [Moby Dick|War and Peace|Pinocchio]", "who that is"),
    ("list the [kings of England|presidents of the United States|planets around other stars]", "all of them"),
    ("sing [a lullaby|an opera]", "how to sing"), ("draw [a horse|a tree|my face]", "how to draw"),
    ("show me a photo of [a castle|a panda]", "any photos"), ("play [some music|a film] for me", "how to play that"),
    ("call a taxi for me", "how to call anybody"), ("book a table for [two|four] people", "how to book anything"),
    ("order a pizza for tonight", "how to order anything"), ("send an email to my teacher", "how to send anything"),
    ("look up [the news|my flight|the stock market] on the internet", "what is on the internet"),
    ("diagnose the pain in my [back|knee]", "enough about medicine"), ("choose the right medicine for my cough", "enough about medicine"),
    ("explain my rights as a tenant", "enough about the law"), ("check this contract for mistakes", "enough about the law"),
    ("tell me which shares to buy", "which shares are good"), ("suggest a name for my [baby|boat|company]", "which name would be good"),
    ("invent a riddle", "how to invent riddles"), ("write a [haiku|limerick|sonnet]", "how to write poems"),
    ("make a training plan for a marathon", "enough about training"), ("describe the taste of [mango|saffron]", "how that tastes"),
    ("quote a line from [Hamlet|the Bible|Faust]", "that text"), ("teach me to play [chess|the guitar|poker]", "how to play that"),
    ("solve the climate crisis", "how that could be solved"), ("tell me the meaning of life", "what it is"),
    ("prove the theorem of Fermat", "how to prove it"),
    ("~compose a song for my mother", "how to write songs"), ("~name the best player of all times", "who that is"),
    ("~explain black holes", "enough about that to explain it"), ("~tell me how a clock is made", "how that works"),
    ("~translate good night into Italian", "other languages"),
)  # fmt: skip
_REQUESTS = (
    "^{t}.",
    "Please {t}.",
    "Can you {t}?",
    "Could you {t} for me?",
    "I want you to {t}.",
    "Help me: {t}.",
    "Will you {t}?",
    "I need you to {t}.",
    "Your task: {t}.",
    "Now {t}.",
    "Would you {t}, please?",
    "Hey, {t}!",
    "Next, {t}.",
    "It would be great if you could {t}.",
    "Can you please {t}? Thanks.",
    "Do me a favor and {t}.",
    "Are you able to {t}?",
    "Try to {t}.",
    "I wonder if you could {t}.",
)


def _beyond(rng: random.Random, *, held_out: bool) -> Problem:
    """A task for which more would have to be known."""
    task, what = rng.choice([each for each in _TASKS if each[0].startswith("~") == held_out])
    voice = Voice({"t": lambda voice: voice.say(task.removeprefix("~"))}, rng)
    voice.say(rng.choice(_REQUESTS))
    return _written("beyond", f"beyond{'~' * held_out}", voice.text(), f"I don't know {what}. I am a very small model.")


_THINGS = (
    "Tuesday",
    "the number 7",
    "a dream",
    "yesterday",
    "the letter B",
    "a shadow",
    "silence",
    "the past",
    "jealousy",
    "an idea",
    "midnight",
    "hope",
    "luck",
    "patience",
    "courage",
    "friendship",
    "a wish",
    "a secret",
    "the truth",
    "a mistake",
    "the weather",
    "a question",
    "arithmetic",
    "grammar",
    "a proverb",
    "democracy",
    "a memory",
    "autumn",
    "sleep",
    "gravity",
    "honesty",
    "a habit",
    "kindness",
    "a birthday",
    "fame",
    "boredom",
    "a law",
    "an opinion",
    "a theory",
    "a deadline",
    "last winter",
    "the year 1900",
    "the word because",
    "a minute",
    "half an hour",
    "zero",
)
_UNSEEN_THINGS = ("Thursday", "the number 12", "a promise", "tomorrow", "the letter K", "noon")
_SENSELESS = (
    ("how many {p} does {x} have", "{x} has no {p}"), ("what color is {x}", "{x} has no color"), ("how heavy is {x}", "{x} has no weight"),
    ("what does {x} taste like", "{x} has no taste"), ("how many {p} are there in {x}", "there are no {p} in {x}"),
    ("how long is {x} in meters", "{x} has no length in meters"), ("what sound does {x} make on a plate", "{x} makes no sound on a plate"),
    ("where did {x} buy its {p}", "{x} buys no {p}"), ("how does {x} comb its hair", "{x} has no hair"),
    ("what does {x} eat for breakfast", "{x} does not eat"), ("what is the shoe size of {x}", "{x} wears no shoes"),
    ("how deep is the left end of {x}", "{x} has no left end"), ("how many liters of {x} fit into a bottle", "{x} does not fit into a bottle"),
    ("on which shelf does {x} dry best", "{x} does not get wet"), ("how hot does {x} get in the oven", "{x} does not go into an oven"),
    ("why is {x} rounder than {p}", "{x} has no shape"), ("how old is the foot of {x}", "{x} has no feet"),
    ("what is the phone number of {x}", "{x} has no phone"), ("which of the {p} of {x} is the loudest", "{x} has no {p}"),
    ("when did {x} get married", "{x} does not marry"), ("how often does {x} wash its {p}", "{x} has no {p}"),
    ("what did {x} say to the {p}", "{x} does not speak"), ("is {x} heavier than its own {p}", "{x} has no {p}"),
    ("how do I fold {x} into three {p}", "{x} cannot be folded"), ("who is the uncle of {x}", "{x} has no uncle"),
    ("how do I peel {x}", "{x} has no skin"), ("in which drawer does {x} keep its {p}", "{x} keeps no {p}"),
    ("how much does a slice of {x} cost", "{x} has no slices"),
    ("~who painted {x} with {p}", "nobody paints {x} with {p}"), ("~how fast does {x} swim", "{x} does not swim"),
)  # fmt: skip
_PARTS = (
    "corners", "wheels", "legs", "teeth", "doors", "leaves", "handles", "buttons", "windows", "wings",
    "drawers", "pockets", "sleeves", "roots", "tails", "fingers", "feathers", "lids", "hooks", "noses", "chimneys", "branches", "petals", "screws",
    "knees", "zippers",
)  # fmt: skip


def _nonsense(rng: random.Random, *, held_out: bool) -> Problem:
    """A question without sense."""
    direct, reason = rng.choice([each for each in _SENSELESS if each[0].startswith("~") == held_out])
    slots = {"x": rng.choice(_UNSEEN_THINGS if held_out else _THINGS), "p": rng.choice(_PARTS)}
    question, construction = asked(
        (direct.removeprefix("~").format(**slots),),
        ("this: " + direct.removeprefix("~").format(**slots),),
        {},
        rng,
        held_out=False,
    )
    return _written(
        "nonsense",
        f"nonsense{'~' * held_out}, {construction}",
        question,
        mended(f"The question makes no sense: {reason.format(**slots)}."),
    )
