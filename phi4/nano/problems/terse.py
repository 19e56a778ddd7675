"""Problems of the families as people type them: short, careless, the numbers in any order, with the family's solution.

A form here takes the slots of its family (`families`); what it says is then typed carelessly (`typing`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from phi4.nano.problems.climb import apart_from_standing
from phi4.nano.problems.climb_clauses import drawn_words
from phi4.nano.problems.family import Drawn, Family, Problem
from phi4.nano.problems.grammar import Voice
from phi4.nano.problems.topics import FAMILIES
from phi4.nano.problems.typing import as_typed, renamed

_SNAILS = (
    "{place} {height unit}, {who} up {up unit} a {time}, down {down unit} a {night}. how many {time+}",
    "{who} {height-unit} {place} {up unit} up {down unit} down, [{time+}|how many {time+}|how long]?",
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
    "{who} starts at the bottom. {place} height {height unit}, climb {up unit}/{time}, slip {down unit}/{night}. how many {time+}",
    "climb {up} slide {down} wall {height}, how many {time+} for the {who}",
    "when will the {who} reach the top of a {height-unit} {place}? it goes {up unit} higher each {time}, then {down unit} lower each {night}",
    "a poor {who} fell down a {place} {height unit} {far}. it gets {up unit} up during the {day} and drops {down unit} {then}. how many {time+} to get [out|free|to the top]",
    "{up unit} up each {time}, {down unit} down each {night}, {height unit} to go. {time+} for the {who}?",
    "{who} problem: {height unit}, {up} up, {down} down, how many {time+}",
    "every {time} a {who} crawls {up unit} up the {place}. every {night} it slides {down unit}. its {height unit} {far}. how many {time+} does it take",
    "{who} vs {place}: {height unit} {far}, {up unit} a {time}, minus {down unit} a {night}. on what {time} is it up?",
    "how long does a {who} take for {height unit} when it does {up unit} a {time} and goes back {down unit} a {night}",
    "a {who} gains {up unit} a {time}, loses {down unit} a {night}, {place} of {height unit}. how many {time+}",
    "in the {day} the {who} is {up unit} further up, in the {night} {down unit} further down, and the {place} has {height unit}. number of {time+}?",
    "so this {who} climbs {up unit} then slides {down unit} then climbs {up unit} again and so on each {time} and {night}. the {place} is {height unit}, [when is it done|how many {time+} in total]",
    "it is {height unit} to the top. the {who} makes {up unit} by {day} and slides back {down unit} by {night}. {time+}?",
)  # fmt: skip

TERSE: Mapping[str, tuple[str, ...]] = {
    "cost": (
        "{count thing} at {p} each", "{count thing} {p} each, total?", "if one {thing} is {p} how much are {count}", "price of {count thing}, {p} apiece",
        "i bought {count thing}. {p} for one. what did i pay", "{thing+} cost {p} each. i need {count}. how much money", "1 {thing} = {p}. {count thing} = ?",
        "how much would {count thing} be if each is {p}", "one {thing} costs {p}, cost of {count}?", "need {count thing}, they are {p} a piece, how much in all",
        "{count} {thing+} for {p} each how much do they cost", "what do {count thing} cost when its {p} per {thing}",
    ),
    "shopping": (
        "{count thing} at {p} and {more other} at {q}, total?", "{count thing} ({p} each) + {more other} ({q} each) = ?",
        "i buy {count thing} for {p} each and {more other} for {q} each. what do i pay in all", "one {thing} {p}, one {other} {q}. {count thing} and {more other}?",
        "how much for {count thing} and {more other} if a {thing} is {p} and a {other} is {q}", "got {count thing} for {p} each, also {more other} for {q} each. total cost",
        "my bill: {count thing} at {p} each, {more other} at {q} each. sum?", "{thing} {p} {other} {q}. want {count thing} {more other}. how much",
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
        "tickets: adults {p}, children {q}. {adults adult} and {children young}, total?", "{adults adult} at {p} and {children young} at {q}, how much", "{adults adult} ({p} each) {children young} ({q} each) what does it cost",
        "how much do {adults adult} and {children young} pay if its {p} for an adult and {q} for a child",
    ),
    "better offer": (
        "{here}: {count thing} for {m}. {there}: {more} for {q}. which is cheaper", "{count} {thing+} {m} at the {here} or {more} for {q} at the {there}, better deal?",
        "where do i get cheaper {thing+}, {here} ({count} for {m}) or {there} ({more} for {q})",
    ),
    "coin values": ("{coins} how many cents", "{coins}, total in cents?", "i have {coins}. how much is that in cents", "value of {coins} in cents"),
    "discount": (
        "{thing} {p}, {off} off. price?", "{off} off a {thing} that costs {p}", "a {p} {thing} with {off} discount, how much", "{thing} was {p}, now {off} less. new price",
        "how much is a {p} {thing} after {off} off", "{off} discount on {p}. what do i pay for the {thing}", "the {thing} costs {p} but today {off} off. final price?",
        "sale: {off} off. the {thing} was {p}. what does it cost now", "{thing} for {p} minus {off}, what is the price",
    ),
    "profit": (
        "bought {count thing} at {p} each, sold at {q} each. profit?", "buy {count} {thing+} for {p}, sell for {q} each. how much do i make", "{count thing}: in {p} each, out {q} each. gain?",
        "i get {thing+} for {p} each and sell them for {q} each. profit on {count}", "selling {count thing} for {q} each that cost me {p} each. what do i earn",
        "buy for {p} sell for {q}, {count thing}, whats my profit",
    ),
    "saving": (
        "want a {goal} for {m}, have {q}, save {p} a {time}. how many {time+}", "{goal} costs {m}. i got {q} and save {p} every {time}, how long", "saving {p} per {time}, {q} already, goal {m}. {time+}?",
        "i have {q} and put {p} away each {time}. when do i have {m}, how many {time+}",
    ),
    "wage": (
        "{hours hour} at {p} plus {e} bonus", "{p} an hour, {hours hour}, and {e} tip. how much", "i work {hours hour} for {p} an hour and get {e} extra, total pay?", "pay is {p} per hour. {hours hour} plus a bonus of {e}",
    ),
    "sharing a bill": (
        "bill {m}, {tip} {p}, {guests people}. each pays?", "{guests people} split {m} plus {p} {tip}. how much each", "we are {guests}, bill was {m} and {p} {tip}, what does each one pay",
    ),
    "spending": (
        "had {m}, spent {p} on {item} and {q} on {other}. left?", "{who} has {m}. {item}: {p}. {other}: {q}. how much is left", "{m} - {p} for {item} - {q} for {other}", "i had {m}. {item} was {p} and {other} {q}. what do i have left",
        "started with {m}, paid {p} for {item}, then {q} for {other}. remaining?", "out of {m} i spent {p} and {q}. how much money remains", "{m} in total, {p} gone for {item}, {q} gone for {other}, rest?",
    ),
    "older": (
        "{who} is {age}. {other} is {gap} years older. how old is {other} in {later} years", "{other} {gap} years older than {who}, {who} is {age}, age of {other} in {later} years?",
        "{who} {age} yrs old, {other} {gap} more. {other} in {later} years?",
    ),
    "times as old": (
        "{known} is {age}. {other} is {f} as old as {who.n}. how old is {asked.n}", "{other} is {f} as old as {who.n}. {known} is {age}. age of {asked.n}?", "if {known.n} is {age} and {other} {f} as old as {who.n} then how old is {asked.n}",
    ),
    "ages together": (
        "{who.n} and {other.n} are {total} together. {who.n} is {gap} years older. how old is {asked.n}", "ages of {who.n} and {other.n} sum to {total}, {who.n} {gap} years older. {asked.n}?",
        "{who.n} + {other.n} = {total} years, {who.n} is older by {gap}. age of {asked.n}",
    ),
    "past and future age": (
        "{then} {who} {is} {age}. how old {when}", "{who.n} {is} {age} {then}. age {when}?", "if {who.n} {is} {age} {then} how old {inverted} {who.n} {be} {when}",
    ),
    "chain of ages": ("{who.n} is {age}. {other.n} is {first year} {w} than {who.n}, {third} is {second year} {v} than {other.n}. how old is {third}",),
    "age in a year": (
        "born {b}, how old in {y}", "born in {b} age in {y}?", "{who} was born {b}. how old in {y}", "how old is somebody in {y} if born in {b}", "birth year {b}, its {y}, age?", "if i was born in {b} how old am i in {y}",
        "{who.n} born in {b}, what age in {y}",
    ),
    "year of birth": (
        "{who} turned {age} in {y}. born when", "age {age} in {y}, birth year?", "{who.n} was {age} in {y}, which year was {who} born", "if i turn {age} in {y} when was i born",
    ),
    "twice as old": ("{who} {older}, {other.n} {younger}. when is {who} twice as old", "{who.n} is {older} and {other.n} is {younger}, in how many years is {who.n} double the age"),
    "when I was six": (
        "when {who} was {then} {other.n} was {half} as old. now {who.n} is {now}. how old is {other.n}", "at {then} my [sister|brother] {other.n} was {half} my age, im {now} now, how old is {other.n}",
        "{other.n} was {half} the age of {who.n} when {who.n} was {then}. {who.n} is {now} today. and {other.n}?", "when i was {then} {other.n} was {half} my age. i am {now}. age of {other.n}?",
    ),
    "sharing": (
        "{total thing} {groups group}, how many each", "split {total thing} between {groups group}", "{total thing} shared by {groups group}. each gets?", "{groups group} share {total thing} equally. how many does each get",
        "i have {total thing} for {groups group}, how many for each", "{total} {thing+} divided among {groups} {group+}", "give {total thing} to {groups group} so all get the same. how many each",
    ),
    "boxes needed": (
        "{total thing}, {size} per {box}. how many {box+}", "how many {box+} of {size} for {total thing}", "{box} holds {size}. i have {total thing}. {box+} needed?", "need to pack {total thing}, {size} fit in a {box}, how many {box+}",
        "{total thing} in {box+} of {size}: number of {box+}", "if one {box} takes {size thing} how many {box+} do {total thing} need",
    ),
    "buses": (
        "{total guest}, {size} per {bus}. how many {bus+}", "{bus+} for {total guest} if one takes {size}", "how many {bus+} do {total guest} need, {size} each", "one {bus} fits {size guest}. we are {total}. how many {bus+}",
        "{total guest} have to go by {bus}, only {size} fit in one. how many {bus+} do we need",
    ),
    "had": (
        "{who} has {first thing}, gives {away} away, gets {more}. now?", "{first thing} - {away} + {more}", "had {first thing}, lost {away}, found {more}. how many", "{who.n} has {first thing}, gives {other.n} {away}, then gets {more} more. how many has {who.n} now",
        "start {first thing}. give away {away}. get {more}. how many left", "i had {first thing} then gave {away} to {other} and got {more} new ones, how many do i have", "{who.n} with {first thing} loses {away}, buys {more}. how many {thing+}",
        "out of {first thing} {away} are gone and {more} come back. how many",
    ),
    "even out": (
        "{who.n} has {high thing}, {other.n} {low}. how many does {who.n} give so both have the same", "{high} and {low} {thing+}, how many to move to make it even", "{who.n} {high thing}, {other.n} {low thing}. make them equal: how many does {who.n} hand over",
        "i have {high thing} and {other.n} has {low}. to have the same i must give how many",
    ),
    "all but": (
        "{total animal}, all but {left} {lost}. how many {stay}", "a farmer had {total animal} and all but {left} {lost}, how many {stay}", "all but {left} of {total animal} {lost}. how many {stay}?",
        "{who} had {total animal}. all but {left} {lost}. how many {stay}", "{total} {animal+}. all except {left} {lost}. how many {stay}",
    ),
    "brothers and sisters": (
        "{who} has {many kin}, each {kin} has {count seen}. how many {seen+} does {who.n} have", "{many kin} and each of them has {count seen}. how many {seen+} for {who.n}", "{who.n} with {many kin}: every {kin} has {count seen}. {seen+} of {who.n}?",
    ),
    "fraction of": (
        "{f} of {whole thing}", "how many is {f} of {whole thing}", "{whole thing}, {f} of them {adjective}. how many {adjective}", "{f} of my {whole thing} are {adjective}, how many", "what is {f} of {whole thing}", "{f} from {whole} {thing+} = ?",
        "{f} of the {whole thing} are {adjective}. number of {adjective} ones?",
    ),
    "what remains of a fraction": (
        "{whole thing}, {f} are gone. how many left", "had {whole thing}, gave away {f}. left?", "i lost {f} of my {whole thing}. how many do i still have", "took {f} of {whole thing} away, what remains", "{whole thing} minus {f} of them",
        "ate {f} of {whole thing}. how many remain", "{f} of {whole thing} got sold, how many are still there",
    ),
    "whole from a part": ("{f} of my {thing+} is {part}. how many in all", "{part} is {f} of what number of {thing+}", "if {part thing} are {f}, how many is the whole"),
    "fraction of the rest": ("{whole thing}, {f} given away, then {g} of the rest lost. left?", "i had {whole thing}. gave {f} to {friend} and lost {g} of what was left. how many now"),
    "ratio": (
        "split {total thing} {ratio} for {who.n} and {other.n}. {asked.n} gets?", "{total thing} in the ratio {ratio}, {who.n} and {other.n}. share of {asked.n}?", "ratio {ratio}, {total thing}, {who.n} first then {other.n}. how many for {asked.n}",
        "{who.n} and {other.n} share {total thing} as {ratio}. how much is it for {asked.n}",
    ),
    "percent of": (
        "{f} of {whole person}", "whats {f} of {whole person}", "{whole person}, {f} are {what}. how many", "{f} of the {whole person} are {what}, number?", "how many are {f} of {whole person}", "out of {whole person} {f} were {what}. how many is that",
    ),
    "rise and fall in percent": (
        "{what} was {s}, now {f} {more}. how much", "{s} and then {f} {more}", "{f} {more} than {s}", "{what} {s}, change: {f} {more}. new {what}?", "what is {s} if it gets {f} {more}", "the {what} is {s}. next year {f} {more}. what is it then",
    ),
    "what percent": (
        "{part} of {whole thing} what percent", "{part} out of {whole} in percent", "what % is {part} of {whole thing}", "{part} of the {whole thing} are {what}. percent?", "i have {whole thing}, {part} are {what}, how many percent", "percentage of {part} in {whole}", "what percent of {whole} is {part}", "{part} is what percent of {whole}",
    ),
    "recipe": (
        "{need food} for {dishes dish}. for {wanted}?", "{need food} make {dishes dish}, how many {food+} for {wanted dish}", "recipe: {need food}, {dishes dish}. i want {wanted dish}. how many {food+}", "if {dishes dish} take {need food}, {wanted dish} take?",
        "how many {food+} do i need for {wanted dish} when {dishes} need {need}",
    ),
    "distance": (
        "{speed unit} per {time} for {times time}, how far", "how far in {times time} at {speed unit} per {time}", "{times time}, {speed unit} per {time}. distance?", "{who} does {speed unit} a {time}. how far in {times time}",
        "speed {speed unit} per {time}, time {times time}, distance?", "going {speed unit} a {time} for {times time} is how many {unit+}",
    ),
    "duration": (
        "{way unit} at {speed unit} per {time}, how long", "how long for {way unit} with {speed unit} per {time}", "{way unit}, {speed unit} a {time}. how many {time+}", "distance {way unit}, speed {speed unit} per {time}, time?", "to go {way unit} at {speed unit} per {time} takes",
    ),
    "speed": (
        "{way unit} in {times time}, speed?", "how fast is {way unit} in {times time}", "{who} does {way unit} in {times time}. speed per {time}?", "distance {way unit}, time {times time}. speed?", "what speed if {way unit} took {times time}",
    ),
    "towards each other": (
        "two {thing+} {way unit} apart, {first} and {second} {unit+} per {time}, towards each other. when do they meet", "{way unit} apart, moving towards each other at {first unit} and {second unit} per {time}. how many {time+}",
        "{who.n} and {other.n} are {way unit} apart and go to each other with {first} and {second unit} per {time}, when do they meet", "2 {thing+} start {way unit} from each other, one does {first unit} a {time}, the other {second}. time until they meet",
    ),
    "apart": ("two {thing+} go {way} from one place, {first unit} and {second unit} per {time}. how far apart after {times time}", "{first} and {second unit} per {time}, {way}, same start. distance between after {times time}?"),
    "catching up": ("{ahead unit} ahead at {slow unit} per {time}, chased at {fast unit} per {time}. when caught", "{other.n} is {ahead unit} behind {who.n}. {who.n} does {slow unit} per {time}, {other.n} {fast}. how many {time+} to catch up"),
    "round trip": ("{way unit} there at {out unit} per hour, back at {back unit} per hour. total time", "{who} goes {way unit} at {out} per hour and back at {back} per hour, how many hours in all"),
    "trip in two parts": ("{hours hour} at {first unit} per hour then {more hour} at {second unit} per hour. how far", "first {first unit} per hour for {hours hour}, then {second unit} per hour for {more hour}. distance in all"),
    "train on a bridge": ("train {length meter} long, {place} {place_length meter}, {speed meter} per second. how long to pass",),
    "bird between two": ("two {thing+} {way unit} apart come at {first} and {second unit} per hour. {flier} flies between at {fast}. how far does it fly",),
    "map scale": ("map: 1 {small} is {scale unit}. {map small} is?", "{map small} on the map, one {small} = {scale unit}. real distance", "scale 1 {small} to {scale unit}, how far is {map small}"),
    "fuel": ("{per liter} per {every unit}, trip of {way unit}. how much fuel", "{vehicle} uses {per liter} for {every unit}. {liter+} for {way unit}?"),
    "workers": (
        "{first worker} need {days time}. {second worker}?", "{first worker} {task} in {days time}, how long for {second}", "if {first worker} take {days time} to {task}, {second worker} take how many {time+}", "{first} {worker+}: {days time}. {second} {worker+}: ?",
        "{task}: {first worker} take {days time}. with {second worker} how many {time+}", "how long do {second worker} need if {first} do it in {days time}",
    ),
    "machines": (
        "{count maker} make {products made} in {times time}. how long for {more maker} to make {wanted made}", "{count maker} {products made} {times time}, {more maker} {wanted made}?", "if {count maker} do {products made} in {times time}, {more maker} need how long for {wanted made}",
        "{products made} by {count maker} take {times time}. how many {time+} for {wanted made} by {more maker}", "{count maker}, {products made}, {times time}. and {more maker} for {wanted made}? how many {time+}",
    ),
    "work together": ("{who} needs {first time}, {other.n} {second time}. both together?", "{task}: {who.n} {first time}, {other.n} {second time}. how long together", "{who.n} can {task} in {first time} and {other.n} in {second time}, together?"),
    "production": (
        "{rate made} a {time}, {ready}. after {times time}?", "{maker} {makes} {rate made} per {time}. {ready}. how many after {times time}", "{ready}, then {rate made} each {time} for {times time}. how many {made+}",
    ),
    "reading": (
        "{whole page} book, {read} read, {pages} a {time}. how many {time+} left", "read {read} of {whole page}, doing {pages} per {time}. {time+} to finish?", "book has {whole page}, i am at {read}, {pages page} each {time}, how long",
    ),
    "filling": (
        "{vessel} {size unit}, {inflow} in and {leak} out every {time}. how long to fill", "{inflow unit} in, {leak unit} out per {time}, {vessel} holds {size}. full when", "{size unit} {vessel}. in {inflow} per {time}, leak {leak} per {time}. {time+}?",
        "how many {time+} to fill a {vessel} of {size unit} with {inflow unit} in and {leak unit} leaking each {time}", "a {vessel} of {size unit} gets {inflow unit} a {time} and loses {leak}. when is it full",
    ),
    "doubling area": (
        "{what} double every {time}, {place} full after {days time}. when {share}", "{what} on a {place} doubles each {time}. {days time} to cover all. how long for {share}", "{place} covered in {days time}, {what} doubles every {time}. when was {share} covered",
        "doubling every {time}, the {what} fill the {place} on {time} {days}. on which {time} is {share} full",
    ),
    "doubling": ("{start cell}, {doubles} every {time}. after {rounds time}?", "start with {start cell}, number {doubles} each {time}, how many in {rounds time}", "{start} {cell+} and it {doubles} a {time}. how many after {rounds}"),
    "weekday after": (
        "today {today}, in {days day}?", "its {today}. what day in {days day}", "{days day} after {today}", "today is {today}, {event} in {days day}. which day", "if its {today} now what weekday is it {days day} from now", "{today} + {days day} = what day", "what day comes {days day} after {today}",
        "{today} today. {days} days later its",
    ),
    "weekday before": ("today {today}, {days day} ago?", "its {today}. what day was {days day} ago", "{days day} before {today}", "what weekday was it {days day} ago if today is {today}", "{today} minus {days day}"),
    "weekday of a date": ("{a} is {today}. what day is {b}", "if {a} is a {today} then {b} is?"),
    "days between dates": ("days from {a} to {b}{year}", "how many days {a} to {b}{year}", "{a} until {b}{year}, days?"),
    "date after days": ("{days day} after {a}{year}", "what date is {a} plus {days day}{year}", "{a} + {days} days{year}"),
    "weeks and days": ("{span} {unit}", "how many {units} is {span}", "how many {units} in {span}", "{units} in {span}", "{span} = how many {units}"),
    "end time": (
        "{t} plus {d}", "{what} starts {t}, takes {d}. end?", "start {t}, {d} long, when is it over", "{what} at {t} lasts {d}. when does it end", "what time is it {d} after {t}", "begin {t} duration {d} end", "{d} from {t} is what time",
    ),
    "how long": ("{t} to {u} how long", "from {t} until {u}, how much time", "{what} {t} - {u}. how long", "how long is it from {t} to {u}", "start {t} end {u} duration", "{what} from {t} to {u}. hours and minutes?"),
    "12 and 24 hours": ("{t} {style}", "{t} {styled}", "whats {t} {style}", "write {t} {style}", "how do you say {t} {style}"),
    "hands of a clock": ("angle of clock hands at {t}", "{t}, angle between the hands?"),
    "strokes of a bell": ("{strokes} strokes take {seconds second}. {more} strokes?",),
    "one every half hour": ("{count dose}, one every {every unit}. how long from first to last", "take {count dose}, one each {every unit}, how many {unit+} in total"),
    "two bells": ("{two} {ring} together, every {first} and every {second unit}. when again together",),
    "posts and gaps": (
        "{line} {length unit}, {post} every {gap unit}, both ends. how many {post+}", "a {post} every {gap unit} on {length unit}, also at both ends. how many", "{length unit} {line}, {post+} {gap unit} apart with one at each end. number of {post+}",
        "how many {post+} for {length unit} if there is one every {gap unit} and one at both ends",
    ),
    "cuts and pieces": ("{log} into {pieces} pieces, {each minute} a cut. how long", "cut a {log} in {pieces} pieces, each cut {each minute}. total {minute+}", "how many {minute+} to get {pieces} pieces from a {log} at {each minute} per cut"),
    "floors": ("floor 1 to {first} takes {known unit}. 1 to {later}?", "{known unit} from floor 1 to floor {first}, how long to floor {later}"),
    "elevator": ("elevator at floor {start}, {then}. which floor", "start floor {start}, {moves}, where now"),
    "from first to last": ("{thing+} {first} to {last} how many", "how many {thing+} from {first} to {last}, both counted"),
    "place in a row": (
        "{who} is {a} from {one} and {b} from {other}. how many in the {row}", "{a} from {one}, {b} from {other}, how many {person+}", "in a {row} {who.n} is {a} from {one} and {b} from {other}, total {person+}?", "{row}: {who.n} {a} from {one}, {b} from {other}. number of {person+}",
    ),
    "sequence": ("{row}, ?", "{row} next?", "{row} ...", "next number {row}", "what comes after {row}", "{row} whats next", "continue {row}", "{row} _", "sequence {row}, then?", "{row}, which number is next", "find the next one: {row}"),
    "geometric sequence": ("{row}, ?", "{row} next?", "{row} ...", "next number {row}", "what comes after {row}", "{row} whats next", "continue {row}", "{row} then", "next term {row}"),
    "alternating sequence": ("{row}, ?", "{row} next?", "{row} ...", "what comes after {row}", "{row} whats next"),
    "growing steps": ("{row}, ?", "{row} next?", "{row} ...", "what comes after {row}", "{row} whats next", "continue {row}"),
    "sum of two before": ("{row}, ?", "{row} next?", "{row} ...", "what comes after {row}", "{row} whats next", "continue {row}"),
    "missing number": ("{row} what is missing", "{row}", "fill in {row}", "missing number {row}"),
    "nth number": ("{row} ... {nth} number?", "{nth} term of {row}"),
    "consecutive numbers": (
        "{n} consecutive {kind}numbers sum {total}, {asked}?", "{n} {kind}numbers in a row add up to {total}. {asked} one", "sum of {n} consecutive {kind}numbers is {total}, whats the {asked}", "{total} is the sum of {n} consecutive {kind}numbers. find the {asked}",
    ),
    "repeating pattern": ("{pattern} again and again, color of number {place}?",),
    "two digits": ("two digit number, digits add to {total}, {where} digit {gap} more than {there} digit",),
    "think of a number": (
        "a number, {f}, {add} {shift}, gives {result}. number?", "i think of a number, {f}, {add} {shift}, result {result}", "{f} and {add} {shift} makes {result}, what was my number", "my number: i {f} then {add} {shift} and get {result}. which number is it",
        "what number gives {result} if you {f} and {add} {shift}", "guess it: {f}, {add} {shift}, its {result}", "number × {factor} {sign} {shift} = {result}",
    ),
    "order of numbers": ("{row}: {q}", "{q}: {row}", "{row} {q}?", "of {row} {q}", "{name} of {row}"),
    "rounding": ("round {number} to {name}s", "{number} rounded to the nearest {name}", "{number} nearest {name}", "round {number} nearest {name}", "round off {number} to the {name}"),
    "digits of a number": ("{number}: {q}", "{q} for {number}", "{name} of {number}", "number {number}. {q}"),
    "largest equal groups": ("{first thing} and {second other} into equal {box+}, most {box+}?",),
    "counting numbers": ("how many {what} from {low} to {high}", "{what} between {low} and {high} inclusive, how many"),
    "order of operations": ("{text}", "{text} = ?", "{text}=", "whats {text}", "solve {text}", "calc {text}", "{text} is"),
    "sum": ("{a}+{b}", "{a} + {b}", "{a}+{b}=", "{a} plus {b}", "add {a} and {b}", "{a} and {b} together", "sum of {a} and {b}", "{a} + {b} = ?", "{term} pls", "how much is {a}+{b}", "{a} +{b}", "calculate {a}+{b}"),
    "difference": ("{a}-{b}", "{a} - {b}", "{a}-{b}=", "{a} minus {b}", "{a} take away {b}", "subtract {b} from {a}", "{a} - {b} = ?", "how much is {a}-{b}", "difference {a} and {b}", "{a} less {b}", "calculate {a}-{b}"),
    "product": ("{a}*{b}", "{a}x{b}", "{a} x {b}", "{a} * {b}", "{a}*{b}=", "{a} times {b}", "{a} × {b}", "multiply {a} by {b}", "{a}×{b}", "{a} x {b} = ?", "how much is {a}*{b}", "product of {a} and {b}", "calculate {a}*{b}", "{a} X {b}"),
    "quotient": ("{a}/{b}", "{a} / {b}", "{a}/{b}=", "{a} divided by {b}", "{a} ÷ {b}", "divide {a} by {b}", "{a}:{b}", "{a} over {b}", "{a} / {b} = ?", "how much is {a}/{b}", "calculate {a}/{b}"),
    "handshakes": (
        "{count person}, each {does} every other. how many {what+}", "{count person}, everyone {does} everyone once. number of {what+}?", "how many {what+} with {count person} if each {does} each other", "{count person} all {what}, how many {what+}",
    ),
    "outfits": ("{things}, how many {result+}", "how many {result+} from {things}", "{things}. number of different {result+}", "{things}: combinations?", "i own {things}, how many different {result+} can i make"),
    "orders": ("{count} {things}, {rule}. how many ways", "ways to order {count} {things} if {rule}", "{count} different {things}. {rule}. number of orders"),
    "knockout": ("{count player} knockout, how many matches", "knockout {sport} tournament, {count player}. matches?", "{count player}, loser is out. how many matches to find the winner", "how many matches in a knockout with {count player}", "{sport} cup with {count player}, one loss and you are out, number of matches"),
    "socks in the dark": ("{things}, how many in the dark for {two} the same", "{place} with {things}. take how many blind to be sure of {two} of one color", "{things} in a {place}, no light. how many {piece+} until i surely have {two} of the same color", "its dark, {things}. how many {piece+} for {two} of one color"),
    "legs": ("{animals} how many legs", "legs of {animals}", "{animals}, legs?", "how many legs do {animals} have", "total number of legs: {animals}", "count the legs of {animals}"),
    "heads and legs": ("{small+} and {large+}, {total} {heads}, {legs leg}. how many {asked+}",),
    "at least one of two": ("{first people} {p}, {second} {q}, {both} both. how many at least one", "{first} {p}, {second} {q} and {both} do both. at least one of these?", "in a {place} {first people} {p}, {second} {q}, {both} both. how many do one or both"),
    "neither of two": ("{total people}: {first} {p}, {second} {q}, {both} both. neither?", "of {total people} {first} {p}, {second} {q}, {both} both. how many do none"),
    "both of two": ("{total people}, all {p} or {q}. {first} {p}, {second} {q}. how many both",),
    "chance": ("{things} in a {bag}. chance that one {is} {color}", "probability {is} {color}: {things}", "{things}, draw one, chance it {is} {color}?"),
    "average": ("average of {row}", "mean of {row} {units}", "{row} average?", "whats the average of {row} {units}", "avg {row}", "{row} {units}, mean?", "find the mean {row}"),
    "number for an average": ("{row} so far, want average {mean}, next?", "what must i get after {row} {unit+} for an average of {mean}"),
    "median, range and mode": ("{name} of {row}", "{row} {name}?", "find the {name}: {row}", "what is the {name} of {row}"),
    "reading a table": ("{rows}\n{q}", "{q}?\n{rows}"),
    "area": (
        "area {length} by {width} {units}", "{shape} {length unit} x {width unit} area", "area of a {shape}, {length unit} long, {width unit} wide", "{length} x {width} {units} {shape}, area?", "a {shape} is {length unit} by {width unit}. how big", "rectangle {length} by {width} {units} area",
        "how many square {units} is a {shape} of {length} by {width}",
    ),
    "perimeter": (
        "perimeter {length} by {width} {units}", "{shape} {length unit} x {width unit} perimeter", "{fence} around a {shape}, {length unit} by {width unit}. length?", "{length} by {width} {units} {shape}, perimeter?", "how far around a {shape} of {length unit} and {width unit}",
        "rectangle sides {length} and {width} {units}, perimeter",
    ),
    "the other side": ("{shape} {m}, one side {side unit}. other side?", "{m}, length {side unit}, width?"),
    "square": ("{thing} {known} {v}, {asked}?", "{asked} of a {thing} with {known} {v}", "{known} {v}, what is the {asked} of the {thing}", "{thing}: {known} = {v}. {asked} = ?"),
    "tiles": ("{place} {length} by {width} {unit+}, tiles {tile} by {tile}. how many",),
    "volume": ("volume of a {thing} {v}", "{thing} {v}, volume?", "a {thing} {is}. volume", "how big is the volume of a {thing} {v}"),
    "angles": ("{shape} angles {row}, {last}?", "{last} angle of a {shape} with {row}"),
    "tallest and shortest": ("{clues}. who is the {asked}", "{list}. {asked}?", "who is the {asked}? {list}", "{clues}, whos the {asked}", "{list}. name the {asked} one"),
    "overtaking": (
        "{who} {event} in a {race}. place now?", "in a {race} you are {does}. what place are you in", "{race}, {does}. which place now", "what place are you after {does} in a {race}", "you are in a {race}, {does}. whats your place",
    ),
    "seats": ("{clues}. who is {asked}", "{list}. who sits {asked}?"),
    "turns": ("{who} faces {start}, turns {moves}. which way now", "facing {start}, turn {then}. direction?", "i look {start} and turn {moves}, where do i look", "start {start}, turn {moves}, facing?", "im facing {start}. i turn {then}. now im facing"),
    "family ties": ("{first}. {second}. what is {one} to {last}",),
    "if and then": ("{rule}. {given}. {asked}? yes no or cannot tell", "{rule}. {given}. is it sure that {asked}"),
    "all, some and no": ("{first}. {second}. {conclusion}?", "{first} and {second}. so {conclusion}? yes no or cannot tell", "if {first} and {second}, is it true that {conclusion}"),
    "odd one out": ("odd one out: {row}", "{row}, which doesnt fit", "which one is different: {row}", "{row} odd one?", "what doesnt fit with the others: {row}", "find the odd one out {row}", "{row} - which is the odd one"),
    "bat and ball": (
        "{dear} and {cheap} {m} together, {dear} {p} more. {asked}?", "{dear} + {cheap} = {m}, {dear} costs {p} more than {cheap}. how much is the {asked}", "a {dear} and a {cheap} are {m}. the {dear} is {p} more. price of the {asked}?",
        "together a {dear} and a {cheap} cost {m} and the {dear} costs {p} more. whats the {asked}", "{m} for a {dear} and a {cheap}, the {dear} {p} dearer than the {cheap}, how much for the {asked}",
    ),
    "weighing coins": ("{count thing}, one {odd}. how many weighings on a balance",),
    "balance": ("{a first} weigh as much as {b second}. one {second} {light gram}. one {first}?", "{a first} = {b second}, {second} = {light gram}, {first} = ?", "{b second} balance {a first}, a {second} is {light gram}, how heavy is a {first}"),
    "crossing a river": ("{count person}, {boat} for {size}, {rule}. how many crossings",),
    "cats in houses": ("{first a}, each {second b}, each {b} {third c}. how many {c+}", "{first a} with {second b} each and every {b} has {third c}, total {c+}", "how many {c+} in {first a} with {second b} in each and {third c} per {b}", "{first} {a+} x {second} {b+} x {third} {c+}"),
    "fewest coins": ("{amount unit} in {piece+} of {row}, fewest?",),
    "units": ("{s} in {target}", "{s} = ? {target}", "how many {target} is {s}", "how many {target} in {s}", "{target} in {s}", "{s} = how many {target}", "convert {s} to {target}", "{s} to {target}", "whats {s} in {target}", "{s} into {target}", "{context}. how many {target}"),
    "temperature": ("{t}, {told}. now?", "it is {t} and {told}. what temperature", "temperature {t}, then it {told}. how much now", "start at {t}. it {told}. result?", "was {t} and {told}, now?"),
    "more or less": ("{who} {does} {a unit}{tail}, {other} {does} {gap unit} {word}. {q}", "{who.n} {does} {a unit}{tail}. {other.n} {does} {gap unit} {word} than {who.n}. {q}"),
    "truth-tellers and liars": ("{both} {rule}. what are {one} and {other}",),
    "two remainders": ("smallest number that leaves {r} by {first} and {q} by {second}",),
}  # fmt: skip

_BY_NAME: Mapping[str, Family] = {family.name: family for family in FAMILIES if isinstance(family, Family)}
_NAMES = tuple(name for name in TERSE if name in _BY_NAME)
_WEIGHTS = tuple(min(8, len(TERSE[name])) for name in _NAMES)
SNAILS = 0.16
"""The share of climbs."""
RENAMED = 0.35


def terse(rng: random.Random, *, held_out: bool = False) -> Problem:
    """A problem of a family, in few words and carelessly typed; `held_out` takes no effect: what is held out of these
    was written by hand, and is in the tests."""
    del held_out
    if rng.random() < SNAILS:
        return snail(rng)
    name = rng.choices(_NAMES, _WEIGHTS)[0]
    return _said(name, _BY_NAME[name].draw(rng), TERSE[name], rng)


def snail(rng: random.Random) -> Problem:
    """A climb with a slide, in few words."""
    while True:
        written = _said("climbing", drawn_words(rng, slides=True), _SNAILS, rng)
        if apart_from_standing(written.question):
            return written


def _said(name: str, drawn: Drawn, forms: tuple[str, ...], rng: random.Random) -> Problem:
    number = rng.randrange(len(forms))
    slots = {**drawn.numbers, **drawn.slots}
    if name == "climbing":
        slots["who"] = str(slots["who"]).removeprefix("the ")
    voice = Voice(slots, rng, in_words=0.03)
    voice.say(forms[number])
    solution = "\n".join([*drawn.lines, f"Answer: {drawn.answer}"])
    question, answer = voice.text(), drawn.answer
    if "row" in slots and rng.random() < 0.25:
        question = re.sub(r"(?<=\d),(?= \d)", "", question)
    if rng.random() < RENAMED:
        question, solution, answer = renamed((question, solution, answer), rng)
    question = as_typed(question, rng, care=0.15)
    return Problem(name, f"terse {number}", question, solution, answer, "terse", numbers=drawn.numbers)
