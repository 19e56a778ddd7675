"""The wordings of `terse`: forms by family, with the slots of the family; "[a|b]" is one of the alternatives."""

from __future__ import annotations

from collections.abc import Mapping

SNAIL_FORMS = (
    "{place} {height unit}, {who} up {up unit} a {time}, down {down unit} a {night}. how many {time+}", "{who} {height-unit} {place} {up unit} up {down unit} down, [{time+}|how many {time+}|how long]?",
    "a {who} in a {height unit} {place}, climbs {up} every {time} and falls {down} every {night}, when is it [out|up|at the top]",
    "{who} climbs {up unit} in the {day}, slides {down unit} {then}. {place} is {height unit} {far}. [which {time} does it reach the top|how many {time+} to the top|when does it get there]",
    "[ok so|say|so|imagine|lets say] there is a {who} and it climbs {up unit} each {time} but {down unit} it slips back each {night}. the {place} is {height unit}. how many {time+}",
    "how many {time+} till a {who} is up a {height unit} {place} if it goes up {up} and slips {down} [each|every] {night}",
    "{who} climbing a {place} of {height unit}: +{up} per {time}, -{down} per {night}. [{time+} needed|answer in {time+}|how many {time+}]?",
    "{height unit} {place}. {up unit} up by {day}. {down unit} down by {night}. [{time+}|how many {time+} for the {who}]?",
    "if a {who} moves {up unit} up in a {time} & slips down {down unit} {then} how long does it need for {height unit}",
    "my [son|daughter|friend|brother|class] has this one: {who} on a {height unit} {place}, up {up unit} every {time}, {night} it slides {down unit}. {time+} to the top?",
    "a {place} is {height unit} {far}. a {who} can climb {up unit} a {time} but every {night} it loses {down unit} while it sleeps. how many {time+} till [its|it is] [out|on top|done]",
    "the {who} wants out of the {place} ({height unit}). every {time}: {up unit} up. every {night}: {down unit} down. how many {time+}",
    "{who} starts at the bottom. {place} height {height unit}, climb {up unit}/{time}, slip {down unit}/{night}. how many {time+}", "climb {up} slide {down} wall {height}, how many {time+} for the {who}",
    "when will the {who} reach the top of a {height-unit} {place}? it goes {up unit} higher each {time}, then {down unit} lower each {night}",
    "a poor {who} fell down a {place} {height unit} {far}. it gets {up unit} up during the {day} and drops {down unit} {then}. how many {time+} to get [out|free|to the top]",
    "{up unit} up each {time}, {down unit} down each {night}, {height unit} to go. {time+} for the {who}?", "{who} problem: {height unit}, {up} up, {down} down, how many {time+}",
    "every {time} a {who} crawls {up unit} up the {place}. every {night} it slides {down unit}. its {height unit} {far}. how many {time+} does it take",
    "{who} vs {place}: {height unit} {far}, {up unit} a {time}, minus {down unit} a {night}. on what {time} is it up?",
    "how long does a {who} take for {height unit} when it does {up unit} a {time} and goes back {down unit} a {night}",
    "a {who} gains {up unit} a {time}, loses {down unit} a {night}, {place} of {height unit}. how many {time+}",
    "in the {day} the {who} is {up unit} further up, in the {night} {down unit} further down, and the {place} has {height unit}. number of {time+}?",
    "so this {who} climbs {up unit} then slides {down unit} then climbs {up unit} again and so on each {time} and {night}. the {place} is {height unit}, [when is it done|how many {time+} in total]",
    "it is {height unit} to the top. the {who} makes {up unit} by {day} and slides back {down unit} by {night}. {time+}?",
)  # fmt: skip
"""Climbs with a slide."""

TERSE: Mapping[str, tuple[str, ...]] = {
    "cost": (
        "{count thing} at {p} each", "{count thing} {p} each, total?", "if one {thing} is {p} how much are {count}", "price of {count thing}, {p} apiece", "i bought {count thing}. {p} for one. what did i pay",
        "{thing+} cost {p} each. i need {count}. how much money", "1 {thing} = {p}. {count thing} = ?", "how much would {count thing} be if each is {p}", "one {thing} costs {p}, cost of {count}?",
        "need {count thing}, they are {p} a piece, how much in all", "{count} {thing+} for {p} each how much do they cost", "what do {count thing} cost when its {p} per {thing}",
    ),
    "shopping": (
        "{count thing} at {p} and {more other} at {q}, total?", "{count thing} ({p} each) + {more other} ({q} each) = ?", "i buy {count thing} for {p} each and {more other} for {q} each. what do i pay in all",
        "one {thing} {p}, one {other} {q}. {count thing} and {more other}?", "how much for {count thing} and {more other} if a {thing} is {p} and a {other} is {q}",
        "got {count thing} for {p} each, also {more other} for {q} each. total cost", "my bill: {count thing} at {p} each, {more other} at {q} each. sum?",
        "{thing} {p} {other} {q}. want {count thing} {more other}. how much",
    ),
    "change": (
        "{count thing} for {p} each, paid with {m}. change?", "i have {m} and buy {count thing} at {p} each, how much is left", "had {m}, bought {count thing} for {p} each. what do i get back",
        "{m} minus {count thing} at {p} each", "gave the shop {m} for {count thing}, {p} each. how much change", "{m} in my pocket, {count thing} cost {p} each, whats left after buying them",
        "{who} has {m}, buys {count thing}, each {p}. left?", "paying {count thing} ({p} each) with {m}: change?", "each {thing} is {p}. i take {count} and give {m}. how much do i get back",
        "{who.n} has {m} and buys {count thing} for {p} each. how much is left",
    ),
    "budget": (
        "how many {thing+} for {m} if one is {p}", "{m}, {thing+} are {p} each. how many can i buy", "i got {m}. {p} per {thing}. how many", "one {thing} {p}. with {m} i can get how many",
        "have {m}, want {thing+} at {p}. how many do i get", "with {m} how many {p} {thing+} can you buy", "each {thing} costs {p} and i have {m}, max number of {thing+}?",
        "spend {m} on {thing+} that cost {p}: how many",
    ),
    "unit price": (
        "{count thing} cost {m}, {wanted}?", "{count thing} are {m}. how much are {wanted}", "if {count thing} cost {m} what do {wanted thing} cost", "{m} for {count thing}, price for {wanted}?",
        "paid {m} for {count thing}. what would {wanted} be", "{count} {thing+} = {m}, {wanted} {thing+} = ?", "when {count thing} are {m}, what is the price of {wanted thing}",
    ),
    "tickets": (
        "tickets: adults {p}, children {q}. {adults adult} and {children young}, total?", "{adults adult} at {p} and {children young} at {q}, how much",
        "{adults adult} ({p} each) {children young} ({q} each) what does it cost", "how much do {adults adult} and {children young} pay if its {p} for an adult and {q} for a child",
    ),
    "better offer": (
        "{here}: {count thing} for {m}. {there}: {more} for {q}. which is cheaper", "{count} {thing+} {m} at the {here} or {more} for {q} at the {there}, better deal?",
        "where do i get cheaper {thing+}, {here} ({count} for {m}) or {there} ({more} for {q})",
    ),
    "coin values": (
        "{coins} how many cents", "{coins}, total in cents?", "i have {coins}. how much is that in cents", "value of {coins} in cents",
    ),
    "discount": (
        "{thing} {p}, {off} off. price?", "{off} off a {thing} that costs {p}", "a {p} {thing} with {off} discount, how much", "{thing} was {p}, now {off} less. new price", "how much is a {p} {thing} after {off} off",
        "{off} discount on {p}. what do i pay for the {thing}", "the {thing} costs {p} but today {off} off. final price?", "sale: {off} off. the {thing} was {p}. what does it cost now",
        "{thing} for {p} minus {off}, what is the price",
    ),
    "profit": (
        "bought {count thing} at {p} each, sold at {q} each. profit?", "buy {count} {thing+} for {p}, sell for {q} each. how much do i make", "{count thing}: in {p} each, out {q} each. gain?",
        "i get {thing+} for {p} each and sell them for {q} each. profit on {count}", "selling {count thing} for {q} each that cost me {p} each. what do i earn",
        "buy for {p} sell for {q}, {count thing}, whats my profit",
    ),
    "saving": (
        "want a {goal} for {m}, have {q}, save {p} a {time}. how many {time+}", "{goal} costs {m}. i got {q} and save {p} every {time}, how long", "saving {p} per {time}, {q} already, goal {m}. {time+}?",
        "i have {q} and put {p} away each {time}. when do i have {m}, how many {time+}", "i need {m} for a {goal}. {q} is there already, {p} more come each {time}. {time+} to wait?",
        "{goal}: {m}. piggy bank has {q}. plus {p} a {time}. how many {time+} until i can buy it", "got {q}, want {m}, {p} go in every {time}, number of {time+}",
    ),
    "wage": (
        "{hours hour} at {p} plus {e} bonus", "{p} an hour, {hours hour}, and {e} tip. how much", "i work {hours hour} for {p} an hour and get {e} extra, total pay?",
        "pay is {p} per hour. {hours hour} plus a bonus of {e}",
    ),
    "sharing a bill": (
        "bill {m}, {tip} {p}, {guests people}. each pays?", "{guests people} split {m} plus {p} {tip}. how much each", "we are {guests}, bill was {m} and {p} {tip}, what does each one pay",
        "{guests people}, a bill of {m}, {p} {tip}. how much per person", "the bill is {m} and the {tip} {p}. {guests people} pay the same. one pays?", "{m} + {p} {tip} for {guests people}, per head?",
    ),
    "spending": (
        "had {m}, spent {p} on {item} and {q} on {other}. left?", "{who} has {m}. {item}: {p}. {other}: {q}. how much is left", "{m} - {p} for {item} - {q} for {other}",
        "i had {m}. {item} was {p} and {other} {q}. what do i have left", "started with {m}, paid {p} for {item}, then {q} for {other}. remaining?", "out of {m} i spent {p} and {q}. how much money remains",
        "{m} in total, {p} gone for {item}, {q} gone for {other}, rest?", "{m} there, {p} paid for {item}, {q} for {other}. how much is left",
        "i take {m} to the shop. {p} go for {item}, {q} for {other}. what stays", "{item} for {p}, {other} for {q}, i had {m} before. now?", "of my {m} i gave {p} for {item} and {q} for {other}. left over?",
    ),
    "older": (
        "{who} is {age}. {other} is {gap} years older. how old is {other} in {later} years", "{other} {gap} years older than {who}, {who} is {age}, age of {other} in {later} years?",
        "{who} {age} yrs old, {other} {gap} more. {other} in {later} years?", "{who.n} is {age} and {other.n} is {gap} years older. age of {other.n} {later} years from now?",
        "if {who} is {age} and {other} {gap} years older, how old will {other} be {later} years later", "{other.n} is {who.n} plus {gap} years. {who.n} is {age}. {other.n} in {later} years?",
        "age {age} is {who.n}, {other.n} has {gap} more years. {later} years on, {other.n} is?",
    ),
    "times as old": (
        "{known} is {age}. {other} is {f} as old as {who.n}. how old is {asked.n}", "{other} is {f} as old as {who.n}. {known} is {age}. age of {asked.n}?",
        "if {known.n} is {age} and {other} {f} as old as {who.n} then how old is {asked.n}", "{known.n} has {age} years and {other.n} is {f} as old as {who.n}. years of {asked.n}?",
        "{asked.n}'s age? {known} is {age}, {other} {f} as old as {who.n}", "how old is {asked.n} when {known.n} is {age} and {other.n} is {f} as old as {who.n}",
    ),
    "ages together": (
        "{who.n} and {other.n} are {total} together. {who.n} is {gap} years older. how old is {asked.n}", "ages of {who.n} and {other.n} sum to {total}, {who.n} {gap} years older. {asked.n}?",
        "{who.n} + {other.n} = {total} years, {who.n} is older by {gap}. age of {asked.n}", "{who.n} and {other.n}: {total} years in all, {who.n} has {gap} more. how old is {asked.n}",
        "together {total} years: {who.n} and {other.n}. {who.n} is the older by {gap} years. {asked.n} is?", "two people are {total} together, {who.n} is {gap} years older than {other.n}. how many years has {asked.n}",
    ),
    "past and future age": (
        "{then} {who} {is} {age}. how old {when}", "{who.n} {is} {age} {then}. age {when}?", "if {who.n} {is} {age} {then} how old {inverted} {who.n} {be} {when}",
        "{who.n} {is} {age} {then}. {when} {who} {be} how old?", "how old {when} if {who.n} {is} {age} {then}",
    ),
    "chain of ages": (
        "{who.n} is {age}. {other.n} is {first year} {w} than {who.n}, {third} is {second year} {v} than {other.n}. how old is {third}",
        "{who.n}: {age} years. {other.n}: {first year} {w} than {who.n}. {third}: {second year} {v} than {other.n}. age of {third}?",
        "{other.n} is {first year} {w} than {who.n} ({age}), {third} {second year} {v} than {other.n}. {third}?",
        "how old is {third}? {who.n} is {age}, {other.n} {first year} {w} than {who.n}, {third} {second year} {v} than {other.n}",
        "if {who.n} is {age}, {other.n} {first year} {w} and {third} {second year} {v} than {other.n}, what is the age of {third}",
    ),
    "age in a year": (
        "born {b}, how old in {y}", "born in {b} age in {y}?", "{who} was born {b}. how old in {y}", "how old is somebody in {y} if born in {b}", "birth year {b}, its {y}, age?",
        "if i was born in {b} how old am i in {y}", "{who.n} born in {b}, what age in {y}",
    ),
    "year of birth": (
        "{who} turned {age} in {y}. born when", "age {age} in {y}, birth year?", "{who.n} was {age} in {y}, which year was {who} born", "if i turn {age} in {y} when was i born",
    ),
    "twice as old": (
        "{who} {older}, {other.n} {younger}. when is {who} twice as old", "{who.n} is {older} and {other.n} is {younger}, in how many years is {who.n} double the age",
        "{who.n} {older} years, {other.n} {younger} years, when will {who.n} be double {other.n}", "years until {who.n} ({older}) is twice the age of {other.n} ({younger})",
        "{older} and {younger} are the ages of {who.n} and {other.n}. when is {who.n} two times as old",
    ),
    "when I was six": (
        "when {who} was {then} {other.n} was {half} as old. now {who.n} is {now}. how old is {other.n}", "at {then} my [sister|brother] {other.n} was {half} my age, im {now} now, how old is {other.n}",
        "{other.n} was {half} the age of {who.n} when {who.n} was {then}. {who.n} is {now} today. and {other.n}?", "when i was {then} {other.n} was {half} my age. i am {now}. age of {other.n}?",
    ),
    "sharing": (
        "{total thing} {groups group}, how many each", "split {total thing} between {groups group}", "{total thing} shared by {groups group}. each gets?",
        "{groups group} share {total thing} equally. how many does each get", "i have {total thing} for {groups group}, how many for each", "{total} {thing+} divided among {groups} {group+}",
        "give {total thing} to {groups group} so all get the same. how many each",
    ),
    "boxes needed": (
        "{total thing}, {size} per {box}. how many {box+}", "how many {box+} of {size} for {total thing}", "{box} holds {size}. i have {total thing}. {box+} needed?",
        "need to pack {total thing}, {size} fit in a {box}, how many {box+}", "{total thing} in {box+} of {size}: number of {box+}", "if one {box} takes {size thing} how many {box+} do {total thing} need",
    ),
    "buses": (
        "{total guest}, {size} per {bus}. how many {bus+}", "{bus+} for {total guest} if one takes {size}", "how many {bus+} do {total guest} need, {size} each",
        "one {bus} fits {size guest}. we are {total}. how many {bus+}", "{total guest} have to go by {bus}, only {size} fit in one. how many {bus+} do we need",
    ),
    "had": (
        "{who} has {first thing}, gives {away} away, gets {more}. now?", "{first thing} - {away} + {more}", "had {first thing}, lost {away}, found {more}. how many",
        "{who.n} has {first thing}, gives {other.n} {away}, then gets {more} more. how many has {who.n} now", "start {first thing}. give away {away}. get {more}. how many left",
        "i had {first thing} then gave {away} to {other} and got {more} new ones, how many do i have", "{who.n} with {first thing} loses {away}, buys {more}. how many {thing+}",
        "out of {first thing} {away} are gone and {more} come back. how many", "{who.n} owns {first thing}, {away} are given to {other}, {more} are found. total now?",
        "from {first thing} i hand out {away}, later i get {more} again. now i have?", "{first thing}, minus {away}, then {more} new. how many {thing+}",
        "{who.n} had {first thing}. {away} went to {other}. then {more} new ones came. count now?", "i own {first thing}. {away} break. i buy {more}. how many {thing+} are there",
    ),
    "even out": (
        "{who.n} has {high thing}, {other.n} {low}. how many does {who.n} give so both have the same", "{high} and {low} {thing+}, how many to move to make it even",
        "{who.n} {high thing}, {other.n} {low thing}. make them equal: how many does {who.n} hand over", "i have {high thing} and {other.n} has {low}. to have the same i must give how many",
        "{who.n} with {high thing} gives some to {other.n} with {low}. how many so that it is fair", "{high thing} here, {low} there. how many must go over so both sides are the same",
        "how many {thing+} does {who.n} ({high}) pass to {other.n} ({low}) to be even",
    ),
    "all but": (
        "{total animal}, all but {left} {lost}. how many {stay}", "a farmer had {total animal} and all but {left} {lost}, how many {stay}", "all but {left} of {total animal} {lost}. how many {stay}?",
        "{who} had {total animal}. all but {left} {lost}. how many {stay}", "{total} {animal+}. all except {left} {lost}. how many {stay}",
    ),
    "brothers and sisters": (
        "{who} has {many kin}, each {kin} has {count seen}. how many {seen+} does {who.n} have", "{many kin} and each of them has {count seen}. how many {seen+} for {who.n}",
        "{who.n} with {many kin}: every {kin} has {count seen}. {seen+} of {who.n}?", "{who.n} has {many kin}. all of them have {count seen}. how many {seen+} for {who.n}?",
        "each {kin} of {who.n} has {count seen}, there are {many kin}. how many {seen+} has {who.n}", "if {who} has {many kin} and every {kin} has {count seen} then how many {seen+} has {who.n}",
        "{many kin} has {who.n}; a {kin} has {count seen}. number of {seen+} {who.n} has?",
    ),
    "fraction of": (
        "{f} of {whole thing}", "how many is {f} of {whole thing}", "{whole thing}, {f} of them {adjective}. how many {adjective}", "{f} of my {whole thing} are {adjective}, how many", "what is {f} of {whole thing}",
        "{f} from {whole} {thing+} = ?", "{f} of the {whole thing} are {adjective}. number of {adjective} ones?", "{whole thing}, {f} of them {adjective}. how many {adjective} {thing+}",
        "if {f} of {whole thing} are {adjective}, how many is that", "there are {whole thing} and {f} are {adjective}. count the {adjective} ones",
    ),
    "what remains of a fraction": (
        "{whole thing}, {f} are gone. how many left", "had {whole thing}, gave away {f}. left?", "i lost {f} of my {whole thing}. how many do i still have", "took {f} of {whole thing} away, what remains",
        "{whole thing} minus {f} of them", "ate {f} of {whole thing}. how many remain", "{f} of {whole thing} got sold, how many are still there", "{who} loses {f} of {whole thing}. the rest?",
        "{f} of the {whole thing} disappear, how many stay",
    ),
    "whole from a part": (
        "{f} of my {thing+} is {part}. how many in all", "{part} is {f} of what number of {thing+}", "if {part thing} are {f}, how many is the whole", "{part thing} is {f} of all. all?",
        "{part} is {f} of how many {thing+}", "{f} = {part thing}, the whole = ?",
    ),
    "fraction of the rest": (
        "{whole thing}, {f} given away, then {g} of the rest lost. left?", "i had {whole thing}. gave {f} to {friend} and lost {g} of what was left. how many now",
    ),
    "ratio": (
        "split {total thing} {ratio} for {who.n} and {other.n}. {asked.n} gets?", "{total thing} in the ratio {ratio}, {who.n} and {other.n}. share of {asked.n}?",
        "ratio {ratio}, {total thing}, {who.n} first then {other.n}. how many for {asked.n}", "{who.n} and {other.n} share {total thing} as {ratio}. how much is it for {asked.n}",
        "{total thing} for {who.n} and {other.n}, {ratio}. part of {asked.n}?", "divide {total thing} {ratio} between {who.n} and {other.n}, {asked.n} has how many",
    ),
    "percent of": (
        "{f} of {whole person}", "whats {f} of {whole person}", "{whole person}, {f} are {what}. how many", "{f} of the {whole person} are {what}, number?", "how many are {f} of {whole person}",
        "out of {whole person} {f} were {what}. how many is that",
    ),
    "rise and fall in percent": (
        "{what} was {s}, now {f} {more}. how much", "{s} and then {f} {more}", "{f} {more} than {s}", "{what} {s}, change: {f} {more}. new {what}?", "what is {s} if it gets {f} {more}",
        "the {what} is {s}. next year {f} {more}. what is it then",
    ),
    "what percent": (
        "{part} of {whole thing} what percent", "{part} out of {whole} in percent", "what % is {part} of {whole thing}", "{part} of the {whole thing} are {what}. percent?",
        "i have {whole thing}, {part} are {what}, how many percent", "percentage of {part} in {whole}", "what percent of {whole} is {part}", "{part} is what percent of {whole}",
    ),
    "recipe": (
        "{need food} for {dishes dish}. for {wanted}?", "{need food} make {dishes dish}, how many {food+} for {wanted dish}", "recipe: {need food}, {dishes dish}. i want {wanted dish}. how many {food+}",
        "if {dishes dish} take {need food}, {wanted dish} take?", "how many {food+} do i need for {wanted dish} when {dishes} need {need}", "{dishes dish} take {need food}. {wanted dish} take?",
        "recipe says {need food} for {dishes dish}, i make {wanted}. how many {food+}",
    ),
    "distance": (
        "{speed unit} per {time} for {times time}, how far", "how far in {times time} at {speed unit} per {time}", "{times time}, {speed unit} per {time}. distance?",
        "{who} does {speed unit} a {time}. how far in {times time}", "speed {speed unit} per {time}, time {times time}, distance?", "going {speed unit} a {time} for {times time} is how many {unit+}",
        "{speed unit} each {time}, {times time} long. how many {unit+} in all?", "how far do i get in {times time} with {speed unit} per {time}", "i do {speed unit} a {time}. after {times time} i did how many {unit+}",
    ),
    "duration": (
        "{way unit} at {speed unit} per {time}, how long", "how long for {way unit} with {speed unit} per {time}", "{way unit}, {speed unit} a {time}. how many {time+}",
        "distance {way unit}, speed {speed unit} per {time}, time?", "to go {way unit} at {speed unit} per {time} takes", "how long for {way unit} if it goes {speed unit} per {time}",
        "{way unit} to go, {speed unit} each {time}. how many {time+}", "a trip of {way unit}, {speed unit} per {time}. {time+} needed?", "{way unit} with {speed unit}/{time}, how many {time+} does it take",
        "{time+} for {way unit} at {speed unit} a {time}",
    ),
    "speed": (
        "{way unit} in {times time}, speed?", "how fast is {way unit} in {times time}", "{who} does {way unit} in {times time}. speed per {time}?", "distance {way unit}, time {times time}. speed?",
        "what speed if {way unit} took {times time}", "{times time} for {way unit}, what is the speed", "{way unit} covered, {times time} used, {unit+} per {time}?",
    ),
    "towards each other": (
        "two {thing+} {way unit} apart, {first} and {second} {unit+} per {time}, towards each other. when do they meet",
        "{way unit} apart, moving towards each other at {first unit} and {second unit} per {time}. how many {time+}",
        "{who.n} and {other.n} are {way unit} apart and go to each other with {first} and {second unit} per {time}, when do they meet",
        "2 {thing+} start {way unit} from each other, one does {first unit} a {time}, the other {second}. time until they meet",
    ),
    "apart": (
        "two {thing+} go {way} from one place, {first unit} and {second unit} per {time}. how far apart after {times time}",
        "{first} and {second unit} per {time}, {way}, same start. distance between after {times time}?",
        "from the same place two {thing+} leave in opposite directions, {first} and {second unit} per {time}. gap after {times time}",
        "one {thing} does {first unit} a {time}, the other {second} the other way. after {times time} how far between them",
    ),
    "catching up": (
        "{ahead unit} ahead at {slow unit} per {time}, chased at {fast unit} per {time}. when caught",
        "{other.n} is {ahead unit} behind {who.n}. {who.n} does {slow unit} per {time}, {other.n} {fast}. how many {time+} to catch up",
        "{who.n} leads by {ahead unit} and makes {slow unit} a {time}, {other.n} makes {fast}. {time+} until {other.n} is there",
        "head start {ahead unit}, speeds {slow} and {fast unit} per {time}. how many {time+} to catch up",
    ),
    "round trip": (
        "{way unit} there at {out unit} per hour, back at {back unit} per hour. total time", "{who} goes {way unit} at {out} per hour and back at {back} per hour, how many hours in all",
        "out {way unit} at {out unit} an hour, same way back at {back unit} an hour. hours in all?", "{way unit} each way, {out} per hour going, {back} per hour returning, how long altogether",
    ),
    "trip in two parts": (
        "{hours hour} at {first unit} per hour then {more hour} at {second unit} per hour. how far", "first {first unit} per hour for {hours hour}, then {second unit} per hour for {more hour}. distance in all",
    ),
    "train on a bridge": (
        "train {length meter} long, {place} {place_length meter}, {speed meter} per second. how long to pass",
        "a train of {length meter} passes a {place} of {place_length meter} at {speed meter} a second. how many seconds",
        "{place} {place_length meter}, train {length meter}, {speed meter} per second, seconds until it is through?",
    ),
    "bird between two": (
        "two {thing+} {way unit} apart come at {first} and {second unit} per hour. {flier} flies between at {fast}. how far does it fly",
        "{way unit} between two {thing+} that come closer at {first} and {second unit} an hour. a {flier} goes to and fro at {fast}. its way?",
    ),
    "map scale": (
        "map: 1 {small} is {scale unit}. {map small} is?", "{map small} on the map, one {small} = {scale unit}. real distance", "scale 1 {small} to {scale unit}, how far is {map small}",
    ),
    "fuel": (
        "{per liter} per {every unit}, trip of {way unit}. how much fuel", "{vehicle} uses {per liter} for {every unit}. {liter+} for {way unit}?",
    ),
    "workers": (
        "{first worker} need {days time}. {second worker}?", "{first worker} {task} in {days time}, how long for {second}", "if {first worker} take {days time} to {task}, {second worker} take how many {time+}",
        "{first} {worker+}: {days time}. {second} {worker+}: ?", "{task}: {first worker} take {days time}. with {second worker} how many {time+}", "how long do {second worker} need if {first} do it in {days time}",
    ),
    "machines": (
        "{count maker} make {products made} in {times time}. how long for {more maker} to make {wanted made}", "{count maker} {products made} {times time}, {more maker} {wanted made}?",
        "if {count maker} do {products made} in {times time}, {more maker} need how long for {wanted made}", "{products made} by {count maker} take {times time}. how many {time+} for {wanted made} by {more maker}",
        "{count maker}, {products made}, {times time}. and {more maker} for {wanted made}? how many {time+}",
    ),
    "work together": (
        "{who} needs {first time}, {other.n} {second time}. both together?", "{task}: {who.n} {first time}, {other.n} {second time}. how long together",
        "{who.n} can {task} in {first time} and {other.n} in {second time}, together?",
    ),
    "production": (
        "{rate made} a {time}, {ready}. after {times time}?", "{maker} {makes} {rate made} per {time}. {ready}. how many after {times time}", "{ready}, then {rate made} each {time} for {times time}. how many {made+}",
        "{rate made} each {time} and {ready}. how many after {times time}", "{times time}, {rate made} a {time}, {ready}. sum?",
    ),
    "reading": (
        "{whole page} book, {read} read, {pages} a {time}. how many {time+} left", "read {read} of {whole page}, doing {pages} per {time}. {time+} to finish?",
        "book has {whole page}, i am at {read}, {pages page} each {time}, how long", "{whole page} in the book. {who} is at {read} and reads {pages} a {time}. {time+} left?",
        "read {read} of {whole page}. {pages page} each {time}. done in how many {time+}", "{pages page} per {time}, {read} done, {whole} in all. rest takes how many {time+}",
    ),
    "filling": (
        "{vessel} {size unit}, {inflow} in and {leak} out every {time}. how long to fill", "{inflow unit} in, {leak unit} out per {time}, {vessel} holds {size}. full when",
        "{size unit} {vessel}. in {inflow} per {time}, leak {leak} per {time}. {time+}?", "how many {time+} to fill a {vessel} of {size unit} with {inflow unit} in and {leak unit} leaking each {time}",
        "a {vessel} of {size unit} gets {inflow unit} a {time} and loses {leak}. when is it full",
    ),
    "doubling area": (
        "{what} double every {time}, {place} full after {days time}. when {share}", "{what} on a {place} doubles each {time}. {days time} to cover all. how long for {share}",
        "{place} covered in {days time}, {what} doubles every {time}. when was {share} covered", "doubling every {time}, the {what} fill the {place} on {time} {days}. on which {time} is {share} full",
    ),
    "doubling": (
        "{start cell}, {doubles} every {time}. after {rounds time}?", "start with {start cell}, number {doubles} each {time}, how many in {rounds time}",
        "{start} {cell+} and it {doubles} a {time}. how many after {rounds}",
    ),
    "weekday after": (
        "today {today}, in {days day}?", "its {today}. what day in {days day}", "{days day} after {today}", "today is {today}, {event} in {days day}. which day",
        "if its {today} now what weekday is it {days day} from now", "{today} + {days day} = what day", "what day comes {days day} after {today}", "{today} today. {days} days later its",
    ),
    "weekday before": (
        "today {today}, {days day} ago?", "its {today}. what day was {days day} ago", "{days day} before {today}", "what weekday was it {days day} ago if today is {today}", "{today} minus {days day}",
    ),
    "weekday of a date": (
        "{a} is {today}. what day is {b}", "if {a} is a {today} then {b} is?", "{a} is {today}. weekday of {b}?", "when {a} falls on {today}, on what day is {b}",
    ),
    "days between dates": (
        "days from {a} to {b}{year}", "how many days {a} to {b}{year}", "{a} until {b}{year}, days?",
    ),
    "date after days": (
        "{days day} after {a}{year}", "what date is {a} plus {days day}{year}", "{a} + {days} days{year}", "what date is {days day} after {a}{year}", "{a}{year}, {days day} later?",
        "which date comes {days day} after {a}{year}",
    ),
    "weeks and days": (
        "{span} {unit}", "how many {units} is {span}", "how many {units} in {span}", "{units} in {span}", "{span} = how many {units}",
    ),
    "end time": (
        "{t} plus {d}", "{what} starts {t}, takes {d}. end?", "start {t}, {d} long, when is it over", "{what} at {t} lasts {d}. when does it end", "what time is it {d} after {t}", "begin {t} duration {d} end",
        "{d} from {t} is what time",
    ),
    "how long": (
        "{t} to {u} how long", "from {t} until {u}, how much time", "{what} {t} - {u}. how long", "how long is it from {t} to {u}", "start {t} end {u} duration", "{what} from {t} to {u}. hours and minutes?",
    ),
    "12 and 24 hours": (
        "{t} {style}", "{t} {styled}", "whats {t} {style}", "write {t} {style}", "how do you say {t} {style}", "{t}, {style}?", "what is {t} {style}", "tell me {t} {style}",
    ),
    "hands of a clock": (
        "angle of clock hands at {t}", "{t}, angle between the hands?", "its {t}. how many degrees between the hands", "clock says {t}, what angle do the hands make",
    ),
    "strokes of a bell": (
        "{strokes} strokes take {seconds second}. {more} strokes?", "{seconds second} for {strokes} strokes. how long for {more} strokes", "a clock needs {seconds second} for {strokes} strokes, for {more}?",
    ),
    "one every half hour": (
        "{count dose}, one every {every unit}. how long from first to last", "take {count dose}, one each {every unit}, how many {unit+} in total",
        "{count dose}, every {every unit} one. time from the first to the last?", "{count dose}. one now, then one each {every unit}. when is the last, in {unit+}",
    ),
    "two bells": (
        "{two} {ring} together, every {first} and every {second unit}. when again together", "{two} {ring} every {first} and every {second unit}, now together. next time together?",
        "one each {first}, one each {second unit}, {two} {ring} at once now, after how many {unit+} again",
    ),
    "posts and gaps": (
        "{line} {length unit}, {post} every {gap unit}, both ends. how many {post+}", "a {post} every {gap unit} on {length unit}, also at both ends. how many",
        "{length unit} {line}, {post+} {gap unit} apart with one at each end. number of {post+}", "how many {post+} for {length unit} if there is one every {gap unit} and one at both ends",
        "{post} every {gap unit} along {length unit} of {line}, ends too. {post+}?", "{line} of {length unit}, a {post} at both ends and each {gap unit}. count the {post+}",
    ),
    "cuts and pieces": (
        "{log} into {pieces} pieces, {each minute} a cut. how long", "cut a {log} in {pieces} pieces, each cut {each minute}. total {minute+}",
        "how many {minute+} to get {pieces} pieces from a {log} at {each minute} per cut", "{pieces} pieces from one {log}, one cut is {each minute}. total time",
        "a {log} is cut in {pieces}. each cut {each minute}. how long in all",
    ),
    "floors": (
        "floor 1 to {first} takes {known unit}. 1 to {later}?", "{known unit} from floor 1 to floor {first}, how long to floor {later}", "from floor 1 up to {first} i need {known unit}. up to {later} i need?",
        "{known unit} for floor 1 to {first}. same speed to floor {later}, how many {unit+}",
    ),
    "elevator": (
        "elevator at floor {start}, {then}. which floor", "start floor {start}, {moves}, where now", "elevator is on {start}. {moves}. floor?", "you are on floor {start}, then {moves}. what floor are you on",
    ),
    "from first to last": (
        "{thing+} {first} to {last} how many", "how many {thing+} from {first} to {last}, both counted", "{first} up to {last} are mine, how many {thing+} is that", "number of {thing+} from {first} through {last}",
    ),
    "place in a row": (
        "{who} is {a} from {one} and {b} from {other}. how many in the {row}", "{a} from {one}, {b} from {other}, how many {person+}", "in a {row} {who.n} is {a} from {one} and {b} from {other}, total {person+}?",
        "{row}: {who.n} {a} from {one}, {b} from {other}. number of {person+}", "in a {row} {who.n} is {a} counted from {one} and {b} counted from {other}. how many {person+} in all",
        "{a} from {one}, {b} from {other}, that is {who.n}. size of the {row}?",
    ),
    "sequence": (
        "{row}, ?", "{row} next?", "{row} ...", "next number {row}", "what comes after {row}", "{row} whats next", "continue {row}", "{row} _", "sequence {row}, then?", "{row}, which number is next",
        "find the next one: {row}", "{row} then?", "{row} and next", "what follows {row}",
    ),
    "geometric sequence": (
        "{row}, ?", "{row} next?", "{row} ...", "next number {row}", "what comes after {row}", "{row} whats next", "continue {row}", "{row} then", "next term {row}", "{row} then?", "what follows {row}",
        "{row} and next",
    ),
    "alternating sequence": (
        "{row}, ?", "{row} next?", "{row} ...", "what comes after {row}", "{row} whats next", "{row} then?", "what follows {row}", "next number {row}",
    ),
    "growing steps": (
        "{row}, ?", "{row} next?", "{row} ...", "what comes after {row}", "{row} whats next", "continue {row}", "{row} then?", "what follows {row}", "{row} and next",
    ),
    "sum of two before": (
        "{row}, ?", "{row} next?", "{row} ...", "what comes after {row}", "{row} whats next", "continue {row}", "{row} then?", "what follows {row}", "{row} and next", "next number: {row}", "{row} _",
    ),
    "missing number": (
        "{row} what is missing", "{row}", "fill in {row}", "missing number {row}",
    ),
    "nth number": (
        "{row} ... {nth} number?", "{nth} term of {row}", "{row} and so on. {nth}?", "what comes {nth} in {row}",
    ),
    "consecutive numbers": (
        "{n} consecutive {kind}numbers sum {total}, {asked}?", "{n} {kind}numbers in a row add up to {total}. {asked} one", "sum of {n} consecutive {kind}numbers is {total}, whats the {asked}",
        "{total} is the sum of {n} consecutive {kind}numbers. find the {asked}",
    ),
    "repeating pattern": (
        "{pattern} again and again, color of number {place}?", "{pattern} repeats. which color has number {place}", "colors go {pattern}, {pattern} and so on. number {place}?",
    ),
    "two digits": (
        "two digit number, digits add to {total}, {where} digit {gap} more than {there} digit", "a number of two digits, sum of digits {total}, the {where} one is {gap} more than the {there} one",
    ),
    "think of a number": (
        "a number, {f}, {add} {shift}, gives {result}. number?", "i think of a number, {f}, {add} {shift}, result {result}", "{f} and {add} {shift} makes {result}, what was my number",
        "my number: i {f} then {add} {shift} and get {result}. which number is it", "what number gives {result} if you {f} and {add} {shift}", "guess it: {f}, {add} {shift}, its {result}",
        "number × {factor} {sign} {shift} = {result}",
    ),
    "order of numbers": (
        "{row}: {q}", "{q}: {row}", "{row} {q}?", "of {row} {q}", "{name} of {row}", "{q} of these: {row}", "numbers {row}, {q}?", "{row} - {name}",
    ),
    "rounding": (
        "round {number} to {name}s", "{number} rounded to the nearest {name}", "{number} nearest {name}", "round {number} nearest {name}", "round off {number} to the {name}",
    ),
    "digits of a number": (
        "{number}: {q}", "{q} for {number}", "{name} of {number}", "number {number}. {q}",
    ),
    "largest equal groups": (
        "{first thing} and {second other} into equal {box+}, most {box+}?", "{first thing} and {second other}, all {box+} alike, how many {box+} at most",
    ),
    "counting numbers": (
        "how many {what} from {low} to {high}", "{what} between {low} and {high} inclusive, how many", "{what} {low} to {high}, how many are there", "count {what} from {low} up to {high}",
    ),
    "order of operations": (
        "{text}", "{text} = ?", "{text}=", "whats {text}", "solve {text}", "calc {text}", "{text} is",
    ),
    "sum": (
        "{a}+{b}", "{a} + {b}", "{a}+{b}=", "{a} plus {b}", "add {a} and {b}", "{a} and {b} together", "sum of {a} and {b}", "{a} + {b} = ?", "{term} pls", "how much is {a}+{b}", "{a} +{b}", "calculate {a}+{b}",
    ),
    "difference": (
        "{a}-{b}", "{a} - {b}", "{a}-{b}=", "{a} minus {b}", "{a} take away {b}", "subtract {b} from {a}", "{a} - {b} = ?", "how much is {a}-{b}", "difference {a} and {b}", "{a} less {b}", "calculate {a}-{b}",
    ),
    "product": (
        "{a}*{b}", "{a}x{b}", "{a} x {b}", "{a} * {b}", "{a}*{b}=", "{a} times {b}", "{a} × {b}", "multiply {a} by {b}", "{a}×{b}", "{a} x {b} = ?", "how much is {a}*{b}", "product of {a} and {b}", "calculate {a}*{b}",
        "{a} X {b}",
    ),
    "quotient": (
        "{a}/{b}", "{a} / {b}", "{a}/{b}=", "{a} divided by {b}", "{a} ÷ {b}", "divide {a} by {b}", "{a}:{b}", "{a} over {b}", "{a} / {b} = ?", "how much is {a}/{b}", "calculate {a}/{b}",
    ),
    "handshakes": (
        "{count person}, each {does} every other. how many {what+}", "{count person}, everyone {does} everyone once. number of {what+}?", "how many {what+} with {count person} if each {does} each other",
        "{count person} all {what}, how many {what+}", "{count person}, everybody {does} everybody once. how many {what+} in all", "number of {what+} when {count person} meet",
    ),
    "outfits": (
        "{things}, how many {result+}", "how many {result+} from {things}", "{things}. number of different {result+}", "{things}: combinations?", "i own {things}, how many different {result+} can i make",
        "from {things}, number of {result+}?", "{things}: how many {result+} are possible", "how many ways to make {result+} with {things}",
    ),
    "orders": (
        "{count} {things}, {rule}. how many ways", "ways to order {count} {things} if {rule}", "{count} different {things}. {rule}. number of orders", "{rule}, {count} {things}. in how many ways?",
        "how many orders for {count} {things}, {rule}",
    ),
    "knockout": (
        "{count player} knockout, how many matches", "knockout {sport} tournament, {count player}. matches?", "{count player}, loser is out. how many matches to find the winner",
        "how many matches in a knockout with {count player}", "{sport} cup with {count player}, one loss and you are out, number of matches", "{count player}, loser goes home. matches until one is left?",
        "how many matches for {count player} in a knockout", "a knockout with {count player}. total of matches?",
    ),
    "socks in the dark": (
        "{things}, how many in the dark for {two} the same", "{place} with {things}. take how many blind to be sure of {two} of one color",
        "{things} in a {place}, no light. how many {piece+} until i surely have {two} of the same color", "its dark, {things}. how many {piece+} for {two} of one color",
        "{things}. cant see. how many {piece+} to take for {two} alike", "how many {piece+} must i grab blindly from {things} for {two} of one color",
        "{things} in the {place}, lights out. to be sure of {two} of one color i take how many",
    ),
    "legs": (
        "{animals} how many legs", "legs of {animals}", "{animals}, legs?", "how many legs do {animals} have", "total number of legs: {animals}", "count the legs of {animals}", "count legs: {animals}",
        "{animals} in a field. how many legs altogether", "sum of legs of {animals}",
    ),
    "heads and legs": (
        "{small+} and {large+}, {total} {heads}, {legs leg}. how many {asked+}", "a farm has {small+} and {large+}: {total} {heads}, {legs leg}. {asked+}?",
        "{total} {heads} and {legs leg}, only {small+} and {large+}. how many {asked+} are there",
    ),
    "at least one of two": (
        "{first people} {p}, {second} {q}, {both} both. how many at least one", "{first} {p}, {second} {q} and {both} do both. at least one of these?",
        "in a {place} {first people} {p}, {second} {q}, {both} both. how many do one or both", "{first} {p}, {second} {q}, {both} of them do both. one or the other or both?",
        "people: {first} {p}, {second} {q}, both {both}. how many do something of it", "{first} {p}, {second} {q}. {both} {p} and {q}. how many people are that",
    ),
    "neither of two": (
        "{total people}: {first} {p}, {second} {q}, {both} both. neither?", "of {total people} {first} {p}, {second} {q}, {both} both. how many do none",
        "{total people} in all, {first} {p}, {second} {q}, both: {both}. how many do neither", "{first} of {total people} {p}, {second} {q} and {both} both. nothing of it?",
    ),
    "both of two": (
        "{total people}, all {p} or {q}. {first} {p}, {second} {q}. how many both", "all {total people} {p} or {q}: {first} {p}, {second} {q}. both?",
        "everyone of {total} {p} or {q}, {first} {p} and {second} {q}. how many do the two",
    ),
    "chance": (
        "{things} in a {bag}. chance that one {is} {color}", "probability {is} {color}: {things}", "{things}, draw one, chance it {is} {color}?", "{bag} with {things}, i take one. probability it {is} {color}",
        "how likely {is} {color} from {things}",
    ),
    "average": (
        "average of {row}", "mean of {row} {units}", "{row} average?", "whats the average of {row} {units}", "avg {row}", "{row} {units}, mean?", "find the mean {row}", "average: {row}", "{row} - average?",
        "what is the average of these: {row}", "{row} on average",
    ),
    "number for an average": (
        "{row} so far, want average {mean}, next?", "what must i get after {row} {unit+} for an average of {mean}", "i have {row}, i want {mean} on average. next one must be?",
        "{row} and one more make an average of {mean}. which?",
    ),
    "median, range and mode": (
        "{name} of {row}", "{row} {name}?", "find the {name}: {row}", "what is the {name} of {row}", "{row}: {name}", "{name}? {row}", "give the {name} of {row}",
    ),
    "reading a table": (
        "{rows}\n{q}", "{q}?\n{rows}",
    ),
    "area": (
        "area {length} by {width} {units}", "{shape} {length unit} x {width unit} area", "area of a {shape}, {length unit} long, {width unit} wide", "{length} x {width} {units} {shape}, area?",
        "a {shape} is {length unit} by {width unit}. how big", "rectangle {length} by {width} {units} area", "how many square {units} is a {shape} of {length} by {width}",
    ),
    "perimeter": (
        "perimeter {length} by {width} {units}", "{shape} {length unit} x {width unit} perimeter", "{fence} around a {shape}, {length unit} by {width unit}. length?", "{length} by {width} {units} {shape}, perimeter?",
        "how far around a {shape} of {length unit} and {width unit}", "rectangle sides {length} and {width} {units}, perimeter",
    ),
    "the other side": (
        "{shape} {m}, one side {side unit}. other side?", "{m}, length {side unit}, width?", "{shape}, {m}. a side is {side unit}, and the other?", "one side of the {shape} is {side unit}, {m}. how long is the other",
    ),
    "square": (
        "{thing} {known} {v}, {asked}?", "{asked} of a {thing} with {known} {v}", "{known} {v}, what is the {asked} of the {thing}", "{thing}: {known} = {v}. {asked} = ?",
    ),
    "tiles": (
        "{place} {length} by {width} {unit+}, tiles {tile} by {tile}. how many", "tiles of {tile} by {tile} for a {place} {length} by {width} {unit+}, how many tiles",
        "how many {tile} x {tile} tiles cover {length} x {width} {unit+}",
    ),
    "volume": (
        "volume of a {thing} {v}", "{thing} {v}, volume?", "a {thing} {is}. volume", "how big is the volume of a {thing} {v}", "{thing} with {v}: volume?", "how much fits in a {thing} {v}",
        "{v}, a {thing}. what volume", "find the volume. {thing} {v}",
    ),
    "angles": (
        "{shape} angles {row}, {last}?", "{last} angle of a {shape} with {row}", "a {shape} has {row}. the {last} one?", "{row} in a {shape}, how big is the {last} angle",
    ),
    "tallest and shortest": (
        "{clues}. who is the {asked}", "{list}. {asked}?", "who is the {asked}? {list}", "{clues}, whos the {asked}", "{list}. name the {asked} one", "{clues}, so the {asked} is?", "{list}. {asked} of them?",
        "{clues}. which one is the {asked}",
    ),
    "overtaking": (
        "{who} {event} in a {race}. place now?", "in a {race} you are {does}. what place are you in", "{race}, {does}. which place now", "what place are you after {does} in a {race}",
        "you are in a {race}, {does}. whats your place",
    ),
    "seats": (
        "{clues}. who is {asked}", "{list}. who sits {asked}?", "{clues}. {asked} sits who?", "{list}. the one {asked}?",
    ),
    "turns": (
        "{who} faces {start}, turns {moves}. which way now", "facing {start}, turn {then}. direction?", "i look {start} and turn {moves}, where do i look", "start {start}, turn {moves}, facing?",
        "im facing {start}. i turn {then}. now im facing",
    ),
    "family ties": (
        "{first}. {second}. what is {one} to {last}", "{first}, {second}. {one} is what to {last}?", "{first} and {second}. how are {one} and {last} related",
    ),
    "if and then": (
        "{rule}. {given}. {asked}? yes no or cannot tell", "{rule}. {given}. is it sure that {asked}", "{rule}. {given}. so {asked}?", "we know: {rule}. also {given}. {asked}, yes or no or unclear",
        "{rule}, and {given}. does it follow that {asked}",
    ),
    "all, some and no": (
        "{first}. {second}. {conclusion}?", "{first} and {second}. so {conclusion}? yes no or cannot tell", "if {first} and {second}, is it true that {conclusion}", "{first}, {second}. does it follow that {conclusion}",
        "{first}; {second}; then {conclusion}?", "given {first} and {second}: {conclusion}?", "{first}. {second}. can we say that {conclusion}",
    ),
    "odd one out": (
        "odd one out: {row}", "{row}, which doesnt fit", "which one is different: {row}", "{row} odd one?", "what doesnt fit with the others: {row}", "find the odd one out {row}", "{row} - which is the odd one",
    ),
    "bat and ball": (
        "{dear} and {cheap} {m} together, {dear} {p} more. {asked}?", "{dear} + {cheap} = {m}, {dear} costs {p} more than {cheap}. how much is the {asked}",
        "a {dear} and a {cheap} are {m}. the {dear} is {p} more. price of the {asked}?", "together a {dear} and a {cheap} cost {m} and the {dear} costs {p} more. whats the {asked}",
        "{m} for a {dear} and a {cheap}, the {dear} {p} dearer than the {cheap}, how much for the {asked}", "a {dear} with a {cheap}: {m}. {dear} is {p} above the {cheap}. {asked} price?",
        "price of both {m}, difference {p}, {dear} and {cheap}. what is the {asked}", "the {dear} costs {p} more than the {cheap}, in all {m}. how much does the {asked} cost",
        "{m} in sum. {dear} = {cheap} + {p}. {asked}?",
    ),
    "weighing coins": (
        "{count thing}, one {odd}. how many weighings on a balance", "one of {count thing} is {odd}. least number of weighings on a balance", "how many times must i weigh to find the {odd} one of {count thing}",
    ),
    "balance": (
        "{a first} weigh as much as {b second}. one {second} {light gram}. one {first}?", "{a first} = {b second}, {second} = {light gram}, {first} = ?",
        "{b second} balance {a first}, a {second} is {light gram}, how heavy is a {first}", "on a scale {a first} are as heavy as {b second}, one {second} is {light gram}. weight of a {first}?",
        "{b second} of {light gram} each = {a first}. one {first}?",
    ),
    "crossing a river": (
        "{count person}, {boat} for {size}, {rule}. how many crossings", "{boat} for {size}, {count person}, {rule}. crossings?",
    ),
    "cats in houses": (
        "{first a}, each {second b}, each {b} {third c}. how many {c+}", "{first a} with {second b} each and every {b} has {third c}, total {c+}",
        "how many {c+} in {first a} with {second b} in each and {third c} per {b}", "{first} {a+} x {second} {b+} x {third} {c+}",
    ),
    "fewest coins": (
        "{amount unit} in {piece+} of {row}, fewest?", "pay {amount unit} with the fewest {piece+}, there are {row}", "{piece+} of {row}. smallest number of {piece+} for {amount unit}",
    ),
    "units": (
        "{s} in {target}", "{s} = ? {target}", "how many {target} is {s}", "how many {target} in {s}", "{target} in {s}", "{s} = how many {target}", "convert {s} to {target}", "{s} to {target}", "whats {s} in {target}",
        "{s} into {target}", "{context}. how many {target}", "{s} is how much in {target}", "{target} for {s}", "{s} -> {target}", "change {s} to {target}",
    ),
    "temperature": (
        "{t}, {told}. now?", "it is {t} and {told}. what temperature", "temperature {t}, then it {told}. how much now", "start at {t}. it {told}. result?", "was {t} and {told}, now?",
        "at first {t}. {told}. what does it show", "thermometer shows {t}, {told}. then it shows?", "{t} in the morning, {told}. result?",
    ),
    "more or less": (
        "{who} {does} {a unit}{tail}, {other} {does} {gap unit} {word}. {q}", "{who.n} {does} {a unit}{tail}. {other.n} {does} {gap unit} {word} than {who.n}. {q}",
        "{who.n} {does} {a unit}{tail} and {other.n} {gap unit} {word}. {q}", "{other} {does} {gap unit} {word} than {who.n}, {who.n} {does} {a unit}{tail}. {q}",
    ),
    "truth-tellers and liars": (
        "{both} {rule}. what are {one} and {other}",
    ),
    "two remainders": (
        "smallest number that leaves {r} by {first} and {q} by {second}", "which number leaves {r} when divided by {first} and {q} when divided by {second}",
    ),
}  # fmt: skip
"""By the name of the family."""
