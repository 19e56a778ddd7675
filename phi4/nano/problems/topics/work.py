"""Work: workers, machines, two at one job, production, pages to read."""

from __future__ import annotations

import random

from phi4.nano.problems.arithmetic import added, divided, multiplied, subtracted
from phi4.nano.problems.family import Drawn, Family
from phi4.nano.problems.words import noun, someone, two_people

_TASKS = (
    ("paint a house", "painter"), ("dig a ditch", "worker"), ("build a wall", "mason"), ("mow a field", "gardener"),
    ("clean a school", "cleaner"), ("pick the grapes", "picker"), ("harvest a field", "farmer"), ("unload a ship", "worker"),
    ("pave a road", "worker"), ("pack the parcels", "helper"), ("knit the blankets", "helper"), ("sort the mail", "clerk"),
)  # fmt: skip


def _workers(rng: random.Random) -> Drawn:
    task, kind = rng.choice(_TASKS)
    total = rng.choice((12, 18, 20, 24, 30, 36, 40, 48, 60, 72, 80, 90, 96, 120))
    counts = [count for count in range(2, 16) if total % count == 0 and total // count >= 2]
    first, second = rng.sample(counts, 2)
    days = total // first
    worker, time = noun(kind), rng.choice((noun("day"), noun("hour")))
    lines = [
        f"{worker(first)} need {time(days)}, and the question is about {worker(second)}.",
        f"One {kind} alone would need {multiplied(days, first)} {time.many}.",
        f"{worker(second)}: {divided(total, second)}.",
    ]
    slots = {"task": task, "worker": worker, "time": time}
    return Drawn(lines, time(total // second), {"first": first, "days": days, "second": second}, slots)


WORKERS = Family(
    "workers",
    _workers,
    facts={
        "known": (
            "{first worker} <need|needed> {days time} to {task}",
            "it <takes|took> {first worker} {days time} to {task}",
            "{first worker} can {task} in {days time}",
            "to {task}[,|] {first worker} <work|worked> {days time}",
            "a team of {first worker} <needs|needed> {days time} to {task}",
            "{first worker} together can {task} in {days time}",
            "{days time} of work <are|were> what it <takes|took> {first worker} to {task}",
            "~a job <is|was> to {task}, and {first worker} <have|had> it done in {days time}",
            "{first worker} <spend|spent> {days time} on the job to {task}",
            "when {first worker} <share|shared> the job to {task}, it <is|was> finished after {days time}",
            "{first worker} <are|were> busy for {days time} when they <have|had> to {task}",
        ),
    },
    direct=(
        "how many {time+} would {second worker} need",
        "how long would it take {second worker} at the same speed",
        "how many {time+} does it take {second worker}",
        "how many {time+} would the same job take {second worker}",
        "how long would a team of {second worker} need",
        "how long would the job take if {second worker} did it",
        "~in how many {time+} would {second} of them be done",
        "for how many {time+} would {second worker} be busy with the same job",
        "what would be the time for a crew of {second worker}",
        "with {second worker} instead, how many {time+} would go into the job",
    ),
    indirect=(
        "how many {time+} {second worker} would need",
        "how long it takes {second worker}",
        "how many {time+} the same job takes {second worker}",
        "how long a team of {second worker} would need",
        "how long the job would take if {second worker} did it",
        "~when {second} of them would be done",
        "for how many {time+} {second worker} would be busy with it",
        "what time a crew of {second worker} should plan for it",
        "how much time the job costs if {second worker} are sent instead",
    ),
    noun=(
        "the time that {second worker} need for it",
        "the time that the same job takes {second worker}",
        "the time a team of {second worker} would need",
        "~the number of {time+} for {second worker}",
        "the duration of the same job with {second worker}",
        "the number of {time+} that the work lasts with {second worker}",
        "the working time of a crew of {second worker} on the same job",
    ),
    labels=("task: {task}; {first worker}: {days time}; now: {second worker}",),
    whole=(
        "If {first worker} can {task} in {days time}, how long do {second worker} need?",
        "{first worker}: {days time}. {second worker}: how many {time+}, if all work equally fast?",
        "How long would {second worker} need to {task} if {first worker} <need|needed> {days time} for it?",
        "I can hire {second worker} to {task}. Last time, {first worker} of the same speed did it in {days time}. How "
        "many {time+} will it take now?",
        "Job: {task}. A team of {first}: {days time}. A team of {second}: how many {time+}?",
        "It takes {days time} to {task} when {first worker} do it. Now {second worker} do it instead. Work out how "
        "many {time+} they need.",
        "A job that {first worker} finish in {days time} is given to {second worker}, who work at the same pace. How "
        "long are they busy?",
        "To {task}, {first worker} <work|worked> for {days time}. If there were {second worker}, how many {time+} "
        "would the job take?",
        "~All {worker+} work equally fast. With {first} of them, to {task} takes {days time}. And with {second}?",
        "Suppose a crew of {first worker} spends {days time} when it has to {task}. How much time should be planned "
        "for a crew of {second worker}?",
        "{first worker} = {days time}, {second worker} = ? The task, to {task}, and everybody's pace stay the same.",
        "How many {time+} should I reserve for {second worker} to {task}? My records show {first worker} busy with "
        "the same job for {days time}, and everyone is equally quick.",
        "{speaker}: How long did it take to {task}?\n{listener}: We sent {first worker}, and they needed {days "
        "time}.\n{speaker}: Then what would the time have been if you had sent {second worker}?",
        "Exercise: The more {worker+} there are, the shorter the work. {first worker} finish a job in {days time}. "
        "Determine the time in which {second worker} finish it.",
        "A foreman sends {second worker} to {task}. From experience, {first worker} are through with such a job after "
        "{days time}. For how many {time+} will his team be at work?",
        "Note for {speaker}: this year we have {second worker}, not {first} as last year, when we needed {days time} "
        "to {task}. How long will we need now, at the same pace per head?",
        "Could you help me plan? To {task}, a group of {second worker} is available. A group of {first} is known to "
        "spend {days time} on this. I would like to know how many {time+} my group will spend.",
    ),
)

_MACHINES = tuple(
    (noun(maker), noun(made))
    for maker, made in (
        ("machine", "widget"), ("hen", "egg"), ("printer", "poster"), ("cat", "mouse"), ("baker", "cake"), ("robot", "toy"),
        ("worker", "box"), ("press", "coin"), ("weaver", "basket"), ("cook", "pizza"), ("painter", "picture"), ("machine", "screw"),
    )
)  # fmt: skip


def _machines(rng: random.Random) -> Drawn:
    maker, made = rng.choice(_MACHINES)
    count = rng.randint(2, 12)
    time = rng.choice((noun("minute"), noun("hour"), noun("day")))
    # One maker makes `each` in `times`.
    times = count if rng.random() < 0.5 else rng.randint(2, 12)
    each = 1 if rng.random() < 0.6 else rng.randint(2, 5)
    products = count * each
    more = rng.choice(
        [number for number in (10, 20, 50, 100, count + 1, count * 2, count * 3, count + 5) if number != count]
    )
    rounds = 1 if rng.random() < 0.6 else rng.randint(2, 4)
    wanted = more * each * rounds
    lines = [
        f"{maker(count)} make {made(products)} in {time(times)}.",
        f"Pattern: all work at the same time, so in {time(times)} one {maker.one} makes {made(each)}: {divided(products, count)}."
        if each > 1
        else f"Pattern: all work at the same time, so one {maker.one} makes one {made.one} in {time(times)}.",
        f"In {time(times)}, {maker(more)} make {made(more * each)}"
        + (f": {multiplied(more, each)}." if each > 1 else "."),
    ]
    if rounds > 1:
        lines.append(f"{made(wanted)} take {rounds} times as long: {multiplied(times, rounds)} {time.many}.")
    slots = {"maker": maker, "made": made, "time": time}
    numbers = {"count": count, "products": products, "times": times, "more": more, "wanted": wanted}
    return Drawn(lines, time(times * rounds), numbers, slots)


MACHINES = Family(
    "machines",
    _machines,
    facts={
        "known": (
            "{count maker} make {products made} in {times time}",
            "it takes {count maker} {times time} to make {products made}",
            "in {times time}[,|] {count maker} make {products made}",
            "{products made} are made by {count maker} in {times time}",
            "{count maker} together make {products made} in {times time}",
            "after {times time}, {count maker} have made {products made}",
            "{count maker}, all working at the same time, make {products made} in {times time}",
            "~for {products made}, {count maker} need {times time}",
            "{count maker} [manage|manage to make] {products made} in {times time}",
            "a group of {count maker} makes {products made} within {times time}",
            "{times time} of work by {count maker} give {products made}",
            "the joint output of {count maker} in {times time} is {products made}",
            "{products made} come from {count maker} every {times time}",
            "with {count maker} at work, there are {products made} after {times time}",
            "{count maker} take {times time} to come up with {products made}",
        ),
    },
    direct=(
        "how long does it take {more maker} to make {wanted made}",
        "how many {time+} do {more maker} need for {wanted made}",
        "in how many {time+} do {more maker} make {wanted made}",
        "how much time do {more maker} need to make {wanted made}",
        "how long must {more maker} work to make {wanted made}",
        "after how many {time+} have {more maker} made {wanted made}",
        "~when would {wanted made} be ready if {more maker} worked on them",
        "what time is needed to have {wanted made} made by {more maker}",
        "to get {wanted made} from {more maker}, how many {time+} does one wait",
        "how long are {more maker} busy until {wanted made} are made",
        "what time passes before {more maker} have come up with {wanted made}",
        "for how many {time+} must {more maker} be at work to give {wanted made}",
        "with {more maker} at work, after how many {time+} are there {wanted made}",
        "how many {time+} of work by {more maker} give {wanted made}",
        "how long does it last until {wanted made} have come from {more maker}",
    ),
    indirect=(
        "how many {time+} {more maker} need for {wanted made}",
        "how long it takes {more maker} to make {wanted made}",
        "in how many {time+} {more maker} make {wanted made}",
        "how long {more maker} must work for {wanted made}",
        "~how soon {more maker} would have {wanted made} ready",
        "how many {time+} pass until {more maker} have made {wanted made}",
        "what time a group of {more maker} takes for {wanted made}",
        "how long one waits for {wanted made} from {more maker}",
        "what time passes before {more maker} have come up with {wanted made}",
        "for how many {time+} {more maker} must be at work to give {wanted made}",
        "after how many {time+} there are {wanted made} with {more maker} at work",
        "how many {time+} of work by {more maker} give {wanted made}",
        "how long {more maker} are at it before there are {wanted made}",
    ),
    noun=(
        "the time that {more maker} need for {wanted made}",
        "the number of {time+} that {more maker} need to make {wanted made}",
        "the time in which {more maker} make {wanted made}",
        "the waiting time for {wanted made} from {more maker}",
        "the time for which {more maker} are busy with {wanted made}",
        "the number of {time+} after which {more maker} have made {wanted made}",
        "the number of {time+} of work by which {more maker} come up with {wanted made}",
        "the time after which there are {wanted made} with {more maker} at work",
        "the number of {time+} that pass before {more maker} have made {wanted made}",
        "the working time of {more maker} for {wanted made}",
        "the time that an output of {wanted made} takes {more maker}",
    ),
    labels=("{count maker}, {products made}: {times time}; {more maker}, {wanted made}: ?",),
    whole=(
        "If {count maker} make {products made} in {times time}, how long do {more maker} need to make {wanted made}?",
        "{count maker} make {products made} in {times time}; {more maker} are to make {wanted made}. How many {time+} "
        "does that take?",
        "How long do {more maker} work to make {wanted made} when {count maker} make {products made} in {times time}?",
        "I have {more maker} and want {wanted made}. I know that {count maker} make {products made} in {times time}. "
        "How many {time+} must I wait?",
        "Given {products made} from {count maker} in {times time}, how many {time+} do {more maker} take to make "
        "{wanted made}?",
        "{products made} are made in {times time} by {count maker}. If there were {more maker} instead, how long "
        "would {wanted made} take?",
        "Work out the time: {count maker} make {products made} in {times time}, and {more maker} have to make {wanted "
        "made}.",
        "~{count maker} - {products made} - {times time}. {more maker} - {wanted made} - how many {time+}?",
        "Order: {wanted made}. At hand: {more maker}. Experience: {products made} from {count maker} took {times "
        "time}. Time to plan?",
        "Suppose that {products made} are the work of {count maker} in {times time}. In what time would {more maker} "
        "get to {wanted made}?",
        "{speaker}: We have {count maker} that make {products made} in {times time}.\n{listener}: We have {more "
        "maker} of the same kind, and we need {wanted made}. How long will that take us?",
        "Somebody orders {wanted made}. There are {more maker} to make them, each as fast as those {count} that make "
        "{products made} in {times time}. How many {time+} later is the order complete?",
        "Exercise. Known: the output of {count maker} in {times time} is {products made}. Wanted: the time in which "
        "the output of {more maker} is {wanted made}.",
        "What would you say: how many {time+} must {more maker} be at work until there are {wanted made}? I once saw "
        "{count maker} make {products made}, and that took them {times time}.",
        "To {speaker}: your {count maker} made {products made} in {times time}. Next week you will have {more maker}, "
        "just as fast, and you must deliver {wanted made}. In how many {time+} can you do that?",
        "Watch out, this one is tricky! In {times time}, {products made} come from {count maker}. How many {time+} "
        "does it take {more maker}, working at that rate, to come up with {wanted made}?",
        "There are {products made} after {times time} when {count maker} are at work. With {more maker} at work, "
        "after how many {time+} are there {wanted made}?",
        "{wanted made} from {more maker}: for how many {time+} must they be at it, knowing that {times time} give "
        "{products made} if {count maker} are at it?",
        "Be careful: {count maker}, {times time}, {products made}. Now {more maker} and {wanted made}. All {maker+} "
        "are equally fast. Number of {time+}?",
        "First think what one {maker} makes in {times time}, when {count} of them make {products made}. Then say in "
        "what time {more} of them make {wanted made}.",
        "Output wanted: {wanted made}. Known output: {products made} in {times time} from {count maker}. {maker+} "
        "now: {more}. Time required?",
        "What time passes before {more maker} have come up with {wanted made}, if {products made} are what {count "
        "maker} come up with in {times time}?",
        "{speaker}: ^{count maker} gave us {products made} in {times time}.\n{listener}: Next time we use {more "
        "maker} of that kind, and we want {wanted made}.\n{speaker}: How many {time+} do we have to allow for that?",
        "Exercise. All {maker+} work at the same constant rate. In {times time}, {count} of them turn out {products "
        "made}. How long do {more} of them need to turn out {wanted made}?",
        "Here is a riddle in which many answer too fast: {count maker} take {times time} over {products made}. How "
        "many {time+} do {more maker} take over {wanted made}?",
        "In a story, a king wants {wanted made}. His servant knows that {count maker} come up with {products made} in "
        "{times time}, and he finds {more maker}. For how many {time+} does the king have to wait?",
        "Dear {listener}, our {more maker} are as good as your {count}, which take {times time} for {products made}. "
        "You ask when we can send {wanted made}: how many {time+} after the start? {speaker}",
        "The boss has noted: {count maker}, {products made}, done within {times time}. She plans to have {wanted "
        "made} done by {more maker} and must write down the number of {time+}. What does she write?",
    ),
    past=False,
)


# Times alone whose time together is whole.
_PAIRS = tuple((a, b) for a in range(2, 25) for b in range(a, 41) if a * b <= 400 and (a * b) % (a + b) == 0)


def _together(rng: random.Random) -> Drawn:
    task, _ = rng.choice(_TASKS)
    first, second = rng.choice(_PAIRS)
    if rng.random() < 0.5:
        first, second = second, first
    both = first * second // (first + second)
    time = rng.choice((noun("hour"), noun("day")))
    who, other = two_people(rng)
    lines = [
        f"Alone {who} needs {time(first)} and {other} {time(second)}.",
        f"In {first} × {second} = {first * second} {time.many} {who} does it {second} times and {other} {first} times."
        f" Together: {added(second, first)}.",
        f"So once takes {divided(first * second, first + second)}.",
    ]
    slots = {"task": task, "time": time, "who": who, "other": other}
    return Drawn(lines, time(both), {"first": first, "second": second}, slots)


WORK_TOGETHER = Family(
    "work together",
    _together,
    facts={
        "first": (
            "{who} <needs|needed> {first time} to {task}[| alone]",
            "alone, {who} can {task} in {first time}",
            "it <takes|took> {who.o} {first time} to {task}",
            "{who}, working alone, <needs|needed> {first time} to {task}",
            "the time {who} alone <takes|took> to {task} <is|was> {first time}",
            "~to {task} <is|was> {first time} of work for {who.o}",
            "{who} <spends|spent> {first time} if {who.n} <has|had> to {task} without help",
            "without any help[,|] {who} can {task} in {first time}",
            "{first time} <go|went> by when {who} <has|had> to {task} alone",
            "with {who} as the only one to {task}, it <takes|took> {first time}",
            "left alone, {who} <is|was> busy for {first time} to {task}",
            "{who} <is|was> able to {task} in {first time} without anybody's help",
        ),
        "second": (
            "+{other} <needs|needed> {second time} [for it|for the same job]",
            "+{other} can do [it|the same] in {second time}",
            "+it <takes|took> {other.o} {second time}",
            "+{other}, working alone, <needs|needed> {second time}",
            "+{other.s} time for it <is|was> {second time}",
            "~+the same job <is|was> {second time} of work for {other.o}",
            "+{other} <finishes|finished> the same job alone in {second time}",
            "+without help[,|] {other} <is|was> through with it in {second time}",
            "+{other}, if alone, <is|was> busy with it for {second time}",
            "+with only {other} at it, {second time} <go|went> by",
            "+as for {other}, who also <works|worked> alone, {second time} <are|were> necessary",
            "+{other} <is|was> able to get through it alone in {second time}",
        ),
        "first second": (
            "to {task}[,|] {who} <needs|needed> {first time} and {other} {second time}",
            "{who} can {task} in {first time}, {other} in {second}",
            "{who} alone can {task} in {first time}, and {other} alone in {second time}",
            "it <takes|took> {who.o} {first time} alone to {task}, and {other.o} {second time} alone",
            "the job to {task} <keeps|kept> {who} busy for {first time} and {other} for {second time}, if each "
            "<works|worked> alone",
            "to {task} without help, {who} <spends|spent> {first time}, {other} {second time}",
            "left alone with the job to {task}, {who} <is|was> busy for {first time}, {other} for {second time}",
            "to {task}, {first time} <go|went> by if only {who} <works|worked>, and {second time} if only {other} "
            "<does|did>",
            "the job to {task} can be done by {who} alone in {first time} or by {other} alone in {second time}",
            "{who}, without help, <spends|spent> {first time} to {task}, and {other}, likewise without help, {second "
            "time}",
        ),
    },
    ordered=True,
    direct=(
        "how long do they need together",
        "how many {time+} do both need when they work together",
        "how long does it take both together",
        "how many {time+} do the two of them need as a team",
        "working side by side, how many {time+} do they need",
        "~in how many {time+} is it done if both of them join in",
        "how much time do they need if they split the work",
        "what is the time for the two as a pair",
        "after how many {time+} are they through if both work at once",
        "how many {time+} go by if they help each other from the start",
        "with {who.n} and {other.n} at it at once, how long does it last",
        "how long are both busy when they do it side by side",
        "what number of {time+} is enough for the two of them",
        "how many {time+} does the job take when neither of them is alone",
    ),
    indirect=(
        "how many {time+} they need together",
        "how long it takes both together",
        "how many {time+} the two of them need as a team",
        "how long they need when they work side by side",
        "~when it is done if both of them join in",
        "how much time they need if they split the work",
        "in how many {time+} the pair finishes the job",
        "how soon the job is finished with both at work",
        "how many {time+} go by if they help each other from the start",
        "how long it lasts with {who.n} and {other.n} at it at once",
        "how long both are busy when they do it side by side",
        "what number of {time+} is enough for the two of them",
        "how many {time+} the job takes when neither of them is alone",
    ),
    noun=(
        "the time that both need together",
        "the number of {time+} that both need together",
        "the time they need as a team",
        "the time for the job with both at work",
        "the duration of the work if they split it",
        "the number of {time+} that the pair spends on the job",
        "the number of {time+} that go by if they help each other",
        "the number of {time+} that is enough for the two of them",
        "the time that it lasts with {who.n} and {other.n} at it at once",
        "the number of {time+} for which both are busy side by side",
        "their joint time for the job",
    ),
    labels=("{who.n} alone: {first time}; {other.n} alone: {second time}",),
    whole=(
        "{who} can {task} in {first time} and {other} in {second time}. How many {time+} does it take both together?",
        "How long do {who} and {other} need together to {task}, if {who.n} alone needs {first time} and {other.n} "
        "alone {second time}?",
        '"I can {task} in {first time}," says {who}. "I can do it in {second time}," says {other}. How many {time+} '
        "do they need together?",
        "{who} and {other} want to {task} as a team. Alone, {who.n} would take {first time} and {other.n} {second "
        "time}. How long will they take?",
        "Job: {task}. {who}: {first time}. {other}: {second time}. Both at the same time: how many {time+}?",
        "If {who} and {other} {task} together, how many {time+} does it take? Working alone, {who.n} needs {first "
        "time}, and {other.n} needs {second time}.",
        "Alone, {who} <needs|needed> {first time} to {task}, and {other} <needs|needed> {second time}. Work out how "
        "long it would take them side by side.",
        "~One person takes {first time} to {task}, another {second time}. If they share the job, how many {time+} is that?",
        "{who.n} without {other.n}: {first time}. {other.n} without {who.n}: {second time}. And the two of them side "
        "by side, in {time+}?",
        "Suppose that {who} is able to {task} in {first time}, whereas {other} spends {second time} on the same "
        "thing. What time do they spend if they join forces?",
        "{who}: To {task} takes me {first time}.\n{other}: I am through with that in {second time}.\n{who.n}: Let us "
        "do it together! For how many {time+} will we be busy?",
        "Exercise. Two helpers are to {task}. The first is able to do it alone in {first time}, the second in {second "
        "time}. Determine the time in which they do it jointly.",
        "What is quicker than {who} in {first time} and {other} in {second time}? Both at once! Work out how many "
        "{time+} they need to {task} as a pair.",
        "Dear {speaker}, I have to {task}, which takes me {first time} when I am alone. My neighbor would be done in "
        "{second time}. How long should we plan if we do it with each other's help?",
        "Left alone with the job to {task}, {who} needs {first time} and {other} {second time}. Today neither is "
        "alone: both work from start to end. How many {time+} go by?",
        "Two workers are hired to {task}. By herself, one of them would be busy for {first time}; by himself, the "
        "other would be busy for {second time}. They start together. In how many {time+} is the work finished?",
        "Either {who} does it in {first time} or {other} does it in {second time}; so it was up to now. Today they do "
        "it at once, helping each other. To {task}, how many {time+} do they need?",
        "{first time} go by when {who} has to {task}; {second time} go by when {other} does it. And how many {time+} "
        "go by when they help each other from the start?",
        "If {who} is the only one to {task}, it takes {first time}. If {other} is the only one, it takes {second "
        "time}. What number of {time+} is enough for the two of them?",
        "Task: {task}. Only {who}: {first time}. Only {other}: {second time}. {who.n} and {other.n} at once: how many "
        "{time+}?",
        "With two at work, a job gets done sooner. {who} alone can {task} in {first time}, {other} alone in {second "
        "time}. How soon, in {time+}, is it done by the two?",
        "Add up what each of them does in one {time}: {who} needs {first time} to {task}, and {other} {second time}. "
        "In how many {time+} is the whole job done by both?",
        "{speaker}: Who is going to {task}?\n{listener}: ^{who} would need {first time}, and {other} would need "
        "{second time}.\n{speaker}: Why not send the two of them at once?\n{listener}: All right. For how many "
        "{time+} will they be busy?",
        "Exercise. The first worker can {task} in {first time}, the second worker in {second time}. Both begin at the "
        "same moment and work to the end. After how many {time+} do they finish?",
        "I would like to have my neighbor's help to {task}. By myself I am busy for {first time}, and my neighbor, "
        "when alone, for {second time}. How many {time+} will it be for us two?",
        "A boss may send {who}, who can {task} in {first time}, or {other}, who can do it in {second time}. She sends "
        "both. After what number of {time+} are they back, if they come back as soon as the job is done?",
        "Left to {other}, the job to {task} lasts {second time}; left to {who}, it lasts {first time}. Find how many "
        "{time+} it lasts when it is left to the two of them at once.",
        'Letter to {speaker}: "We plan to {task} on our own. {who} is through with such a job in {first time}, '
        '{other} in {second time}. They will begin together and end together." How many {time+} will it take them?',
    ),
    skip=frozenset({"question, facts", "question if", "what is, facts", "message", "question, points", "wonder", "in need", "polite, if",
                    "what is if", "command if"}),
)  # fmt: skip

_PRODUCTS = (
    ("a printer", "page", "minute", 5, 40, "print"), ("a baker", "loaf", "hour", 10, 60, "bake"),
    ("a machine", "bottle", "minute", 10, 90, "fill"), ("a factory", "car", "day", 5, 60, "build"),
    ("a typist", "word", "minute", 20, 90, "type"), ("a tailor", "shirt", "day", 2, 9, "sew"),
    ("a beekeeper", "jar", "day", 5, 40, "fill"), ("a robot", "part", "minute", 3, 30, "make"),
    ("a student", "problem", "hour", 4, 20, "solve"), ("a cook", "pancake", "minute", 2, 6, "make"),
    ("a gardener", "tulip", "hour", 15, 60, "plant"), ("a worker", "brick", "hour", 40, 90, "lay"),
)  # fmt: skip


def _production(rng: random.Random) -> Drawn:
    maker, made, unit, low, high, verb = rng.choice(_PRODUCTS)
    rate, times = rng.randint(low, high), rng.randint(2, 12)
    more = rng.random() < 0.5
    thing, time = noun(made), noun(unit)
    past = {"print": "printed", "bake": "baked", "fill": "filled", "build": "built", "type": "typed", "sew": "sewed",
            "make": "made", "solve": "solved", "plant": "planted", "lay": "laid"}[verb]  # fmt: skip
    third = f"{verb}s"
    ready = rng.randint(5, 90) if more else 0
    lines = [
        f"{thing(rate)} each {time.one}, for {time(times)}" + (f", and {ready} are ready before." if more else ".")
    ]
    lines.append(f"{multiplied(rate, times)}.")
    total = rate * times
    if more:
        lines.append(f"With the first {ready}: {added(total, ready)}.")
        total += ready
    slots = {
        "maker": maker, "made": thing, "time": time, "makes": third, "did": past, "make": verb,
        "ready": f"{ready} {thing.many if ready > 1 else thing.one} were ready before" if more else "nothing was ready before",
    }  # fmt: skip
    return Drawn(lines, thing(total), {"rate": rate, "times": times, "before": ready}, slots)


PRODUCTION = Family(
    "production",
    _production,
    facts={
        "rate": (
            "{maker} {makes} {rate made} [a|per|each|every] {time}",
            "each {time}[,|] {maker} {makes} {rate made}",
            "{maker} can {make} {rate made} [a|per] {time}",
            "{rate made} a {time} is what {maker} {makes}",
            "in one {time}[,|] {maker} {makes} {rate made}",
            "~one {time} is enough for {maker} to {make} {rate made}",
            "{maker} {makes} {rate made} in every {time} of work",
            "the output of {maker} is {rate made} per {time}",
            "{rate made} are the work of {maker} in one {time}",
        ),
        "before": (
            "{ready}",
            "when the work began, {ready}",
            "{ready} the work began",
            "{ready} the first {time}",
            "to begin with, {ready}",
            "~it is known that {ready}",
            "we hear that {ready}",
            "as for earlier work, {ready}",
        ),
        "times": (
            "the work goes on for {times time}",
            "the work takes {times time}",
            "{times time} are left",
            "the work stops after {times time}",
            "+this is kept up for {times time}",
            "~{times time} go by",
            "the work lasts {times time}",
            "+for {times time} the work continues like this",
            "after {times time} the work ends",
        ),
    },
    direct=(
        "how many {made+} are there in the end",
        "how many {made+} are ready after that",
        "how many {made+} does that make in all",
        "how many {made+} are finished at the end of the work",
        "what is the number of {made+} at the end",
        "~what is the final number of {made+}",
        "to how many {made+} does all that add up",
        "counting all of them, how many {made+} are finished then",
        "how large is the stock of {made+} in the end",
    ),
    indirect=(
        "how many {made+} there are in the end",
        "how many {made+} are ready after that",
        "how many {made+} that makes in all",
        "how many {made+} are finished at the end of the work",
        "~how many {made+} will be ready in all",
        "to how many {made+} all that adds up",
        "how large the stock of {made+} is in the end",
        "how many finished {made+} one can count when the work stops",
    ),
    noun=(
        "the number of {made+} in the end",
        "the total number of {made+}",
        "the number of {made+} after that",
        "the number of all finished {made+}",
        "the stock of {made+} when the work is over",
        "the sum of all {made+} that are ready at the end",
        "the count of {made+} when the work stops",
    ),
    labels=("rate: {rate made} a {time}; duration: {times time}; before: {before}",),
    whole=(
        "{maker} {makes} {rate made} a {time}, and {ready}. How many {made+} are there after {times time}?",
        "How many {made+} are ready after {times time} if {maker} {makes} {rate made} a {time} and {ready}?",
        "{ready}. Now {maker} {makes} {rate made} each {time} for {times time}. How many {made+} does that make in "
        "all?",
        "I watch {maker} for {times time}: {rate made} each {time}. ^{ready}. How many {made+} are there now?",
        "Speed: {rate made} a {time}. Time: {times time}. Ready before: {before}. How many {made+} at the end?",
        "Given {rate made} a {time} from {maker}, and given that {ready}, how many {made+} are there {times time} "
        "later?",
        "For {times time}, {maker} {makes} {rate made} a {time}; {ready}. Work out how many {made+} there are at the "
        "end.",
        "~{times time} of work at {rate made} each, and {ready}: how many {made+} are that together?",
        "Output: {rate made} per {time}. Work started: {times time} ago. Note: {ready}. Stock of {made+} today?",
        "Suppose {maker} keeps going for {times time} and {makes} {rate made} in each {time}. If {ready}, to how many "
        "{made+} does that bring the stock?",
        "{speaker}: ^{maker} {makes} {rate made} a {time}.\n{listener}: And how long did the work go on?\n{speaker}: "
        "For {times time}, and {ready}. So how many {made+} have we got?",
        "Exercise. The rate of {maker} is {rate made} per {time}. A note adds that {ready}. "
        "Determine the number of {made+} when {times time} have passed.",
        "How many {made+} can be delivered tonight? ^{maker} has worked for {times time} and {makes} {rate made} per "
        "{time}. Besides, {ready}.",
        "Hello {speaker}, we hired {maker} that {makes} {rate made} in a {time}. The job lasts {times time}. Note "
        "that {ready}. How many {made+} will you find when you come?",
        "Count with me: {ready}; then, {time} after {time}, {rate made} are added by {maker}. Where does the count of "
        "{made+} stand when {times time} are over?",
        "When {maker} stops after {times time}, what is the number of {made+}, given that {ready} "
        "and that {rate made} came with every {time}?",
    ),
    past=False,
    skip=frozenset({"question if", "command if", "what is if", "polite, if"}),
)


def _reading(rng: random.Random) -> Drawn:
    pages = rng.randint(5, 40)
    days = rng.randint(2, 15)
    read = rng.randint(10, 90)
    whole = read + pages * days
    thing, time = noun("page"), rng.choice((noun("day"), noun("day"), noun("evening"), noun("hour")))
    lines = [
        f"The book has {thing(whole)}, {read} are read, and {pages} are read each {time.one}.",
        f"Left: {subtracted(whole, read)}.",
        f"{divided(whole - read, pages)}.",
    ]
    slots = {"who": someone(rng), "page": thing, "time": time}
    return Drawn(lines, time(days), {"whole": whole, "read": read, "pages": pages}, slots)


READING = Family(
    "reading",
    _reading,
    facts={
        "whole": (
            "a book <has|had> {whole page}",
            "{who} <read> a book of {whole page}",
            "{who.s} book <is|was> {whole page} long",
            "there <are|were> {whole page} in {who.s} book",
            "the whole of {who.s} book <is|was> {whole page}",
            "{who} <want> to read a book of {whole page}",
            "~the last page of the book <has|had> the number {whole}",
            "the book that {who} <have> in hand <counts|counted> {whole page}",
            "from cover to cover, {who.s} book <is|was> {whole page}",
        ),
        "read": (
            "{who} <have> already read {read page}",
            "{read page} <are|were> already read",
            "{who} <be> done with the first {read page}",
            "{who} <have> finished {read page} so far",
            "the first {read page} <are|were> done",
            "~{who} <have> {read page} behind {who.o}",
            "{who} <have> got through {read page} [already|so far|up to now]",
            "{who.s} bookmark <is|was> after the first {read page}",
        ),
        "pages": (
            "{who} <read> {pages page} [a|each|every|per] {time}",
            "[each|every] {time} {who} <read> {pages page}",
            "{who} <manage> {pages page} [a|each|every] {time}",
            "from now on[,|] {who} <read> {pages page} [a|each|every] {time}",
            "{who} <go> on at {pages page} [a|per] {time}",
            "~{pages page} <are|were> {who.s} portion for [a|every] {time}",
            "{who.s} pace <is|was> {pages page} [a|each|per] {time}",
            "{who} <get> through another {pages page} [each|every] {time}",
        ),
    },
    direct=(
        "how many [more |]{time+} <do> {who} need to finish [it|the book]",
        "how many {time+} <does|did> the rest take",
        "after how many [more |]{time+} <be> {who} done",
        "how many more {time+} <does|did> the book last",
        "how many {time+} <is|was> it to the end of the book",
        "in how many {time+} <do> {who} reach the last page",
        "~for how many {time+} <is|was> there still something to read",
        "how many [further|more] {time+} of reading <are|were> left",
        "at this pace, how many {time+} <do> {who} still need",
        "how many {time+} of reading <separate|separated> {who.o} from the end",
    ),
    indirect=(
        "how many {time+} {who} <need> for the rest",
        "how many [more |]{time+} the rest of the book <takes|took>",
        "in how many {time+} {who} <finish> the book",
        "how many {time+} <are|were> needed for the rest",
        "~after how many {time+} {who} <be> done with the book",
        "how many {time+} of reading <are|were> left for {who.o}",
        "at this pace, how many {time+} {who} still <need>",
        "how many {time+} of reading the remaining pages <fill|filled>",
    ),
    noun=(
        "the number of {time+} that {who} <need> for the rest",
        "the number of {time+} until the book <is|was> finished",
        "the number of {time+} for the rest of the book",
        "the number of {time+} to the last page",
        "the reading time that <is|was> left, in {time+}",
        "the number of further {time+} with the book",
        "the duration, in {time+}, of reading the remaining pages",
    ),
    labels=("book: {whole page}; read: {read page}; each {time}: {pages page}",),
    whole=(
        "{who} <read> {pages page} a {time} and <have> read {read} of {whole page}. How many {time+} for the rest?",
        "My book has {whole page}. I have read {read} of them, and I read {pages page} a {time}. How many {time+} "
        "will it take me to finish?",
        "How many {time+} <do> {who} need to finish a book of {whole page} if {read} <are|were> read and {who} <read> "
        "{pages} a {time}?",
        "Book: {whole page}. Done: {read}. Pace: {pages} a {time}. How many {time+} to go?",
        "At {pages page} a {time}, how long <do> {who} need for the rest of a book of {whole page}, of which {read} "
        "<are|were> done?",
        "Of the {whole page} of {who.s} book, {read} <are|were> done; each {time} {pages} <follow|followed>. In how "
        "many {time+} <is|was> the end reached?",
        "Work out how many {time+} are left: {who} <be> done with {read page} of {whole}, and <read> {pages} a {time}.",
        "~{whole page}, {read} of them read, {pages} more each {time}: when <is|was> the book finished?",
        "Pages per {time}: {pages}. Pages in all: {whole}. Pages done: {read}. {time+} still needed?",
        "Suppose a novel counts {whole page} and {who} <be> past the first {read}. With {pages page} every {time}, "
        "how many {time+} of reading remain?",
        "{speaker}: Is your book long?\n{listener}: It has {whole page}. I am through with {read}, and I manage "
        "{pages} per {time}.\n{speaker}: So how many more {time+} will you be reading?",
        "How many {time+} of reading are still in front of me? I get through {pages page} per {time}, my bookmark is "
        "after the first {read}, and the whole novel is {whole page}.",
        "Exercise. Out of {whole page}, {read} have been read. The remaining pages are read at a rate of {pages} per "
        "{time}. Determine the number of {time+} required.",
        "Dear {speaker}, your book is wonderful! I have finished {read page}, though there are {whole} in it. I read "
        "{pages} per {time}, so in how many {time+} can I give it back to you?",
        "The library wants a book back. It has {whole page}, and {who} <have> got {read} of them done. If {who.n} "
        "<do> {pages} more each {time}, how many {time+} <do> {who} still need?",
        "First {read page} were read. Since then, the reader has kept to {pages page} per {time}. How many {time+} "
        "after that does the reader close the book, which is {whole page} long?",
    ),
)

FAMILIES = (WORKERS, MACHINES, WORK_TOGETHER, PRODUCTION, READING)
