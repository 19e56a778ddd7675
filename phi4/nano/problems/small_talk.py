"""Small talk composed of parts, by kind: "[a|b|]" is one of the alternatives, which may nest and may be empty; {key} is
a slot of `opener_words`."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

COMPOSED: Mapping[str, tuple[str, ...]] = {
    "greeting": (
        "[hi|hello|hey|yo|hiya|howdy|hello hello|oh hello|well hi|hey hi|hii|heyyy|helo|hallo][ there| my friend| pal| bro| dude| assistant| machine| little one| bot| ai| phi| phi4| you| all||][!|.|...| :)||]",
        "[hi|hello|hey|yo][!|.|,|] [nice to meet you|good to see you|glad to be here|i am new|i just found you|here i am|it works|first time here|are you there|anyone here|greetings from {place}]",
        "[good|gud|a good] [morning|evening|day][ to you| phi| friend| bot| little model|][!|.|]", "[hi|hello|hey], [i am|i'm|this is|it's|here is|i am called] {name}[.|!|]",
        "[hello|hi] from [germany|india|brazil|texas|my couch|work|school|the office|the train]", "[anyone|somebody|anybody] [home|there|online][?|]", "[are you|r u|you] [online|ready|working|up|on|listening|there]?",
        "[welcome|welcome back|i am back|im back|back|here i am|hi its me|its me|me again|trying this out|just testing this|let me try this|just saying hi|i wanted to say hello|saying hello|a quick hello|long time no see]",
    ),
    "how are you": (
        "[how|hows|how's|how is] [it going|your week|your evening|everything going|it going today|the family|work|your morning|your mood|the weather with you|things going][ so far| today| phi|][?|]",
        "[are you|r u|you] [feeling well|doing fine|in a good mood|having a good day|having fun|doing great|well rested][ today||]?", "[hope|i hope] [you are|youre|ur] [well|fine|doing well|having a good day|good]",
        "[i am|im] [good|fine|great|doing well|ok|very well][ thanks| thank you|][,|.|] [and you|how about you|what about you|and yourself]?", "[hi|hello|hey][,|] how [are you|r u|are things|is everything|do you do][ today| this morning| tonight||]?",
        "how do you feel [right now|this morning|tonight|about today]", "what is [going on|up][ with you| man| there|][?|]", "[everything|all] [ok|okay|good|fine|well] [with you|there|over there][?|]",
    ),
    "who": (
        "[who|what] [exactly|really|] [are|r] [you|u][ then| really| anyway|][?|]", "[can|could|would|will] you [introduce|describe|present] yourself[ please|][?|]", "[tell me|say|i want to know] [who|what] you are",
        "[what|which] [version|size|type|sort|kind] of [model|ai|bot|program|software|assistant] [are you|do i have here|is running here]", "[what|who] is [phi|phi4|phi-4|phi 4|phi4-nano|phi nano|nano][?|]", "what [does|do] [phi|nano|phi4] [stand for|mean]",
        "[what's|whats|what is] your [full name|real name|model name|nickname|version|size|purpose|story][?|]", "are you [a|really a|just a] [chatbot|assistant|neural network|language model|small model|chat program|tiny model][?|]", "how many [parameters|layers|weights] [do you have|are in you|has this model]",
        "your [name|model|version|size] please", "[introduce|present|describe] yourself[ please| to me| shortly| in one line|]", "so you are [phi|phi4|nano|a model|an ai][?|]", "[a few words|something] about yourself[ please|]",
    ),
    "skills": (
        "[what|which] [things|kind of things|sort of questions|types of problems|topics|subjects|tasks] [can|could] [you|u] [do|answer|handle|solve|help with|work out][?|]", "[can|could|will|would] you [help|assist|support] me[ with something| with a problem| with math| with school| today||][ please|][?|]",
        "i [need|want|could use] [help|some help|a hand|assistance|your help][ with math| with a riddle| with a problem| please| quick||]", "what [are|r] your [skills|abilities|functions|features|limits|strengths|weak points][?|]", "what [can't|cant|can not] you do[?|]",
        "what [are you|were you] [made|built|meant|there] [for|to do][?|]", "how [do|can|should|could] [i|we] [start|begin|talk to you|ask you things|get started|write a question|work with you][?|]", "tell me what you can [do|solve|answer]", "what do [people|others|users] [ask|use] you[ for|][?|]",
        "are you [any good|good|able to help] [at|with] [math|puzzles|riddles|numbers|logic|sums|word problems][?|]", "[can|do] you [do|solve|work out|handle] [sums|percentages|riddles|logic puzzles|word problems|homework|puzzles][?|]", "[i have|ive got|got] [a question|a task|a puzzle|math homework|a riddle|something] for you",
        "where do i [begin|start][?|]", "[how|what] do you [work|answer|solve][?|]", "[manual|guide|tutorial|faq|readme|docs|how to|introduction|tour|examples of use|overview][ please||]",
    ),
    "human": (
        "[do|can] you [breathe|get bored|get hungry|get sick|feel cold|have emotions|have a brain|have hands|have legs|have children|have a mother|go to school|go outside|dance|laugh|cry|walk|taste food|smell|hear me|die|fall in love|get angry|get scared|have free will|have thoughts|have a mind|have pets|have money|have a home][?|]",
        "are you [a|an|really a] [living being|real person|human being|man|woman|boy|girl|machine|software|app|human or a bot|person or a program|computer|real human][?|]", "are you [self aware|aware|intelligent|male or female|single|hungry|cold|bored|asleep|in love|thirsty|sick|scared|warm|free][?|]",
        "[will|would] you be my [friend|girlfriend|boyfriend|valentine][?|]", "[i|we] [love|miss|adore|need] you[ so much| phi|]", "am i [chatting|speaking] with a [computer|machine|program|bot|human being][?|]", "do you [eat|drink|cook|travel|work out|exercise|shower|drive|have a car|have a phone|have hair|have skin|grow|age][?|]",
    ),
    "maker": (
        "[who|which people|which team|what lab] [made|built|created|wrote|designed|trained|programmed|invented|released] [you|this model|this bot|phi4 nano|phi][?|]", "were you [made|built|trained|created] by [google|openai|apple|meta|amazon|a student|humans|people|a robot][?|]",
        "are you [based on|related to|a copy of|a version of|the same as|better than|like] [chatgpt|gpt|gpt-4|gpt4|claude|gemini|llama|siri|alexa|copilot|bing|grok|mistral|deepseek][?|]", "[how|where|why|on what] were you [made|trained|built|created|developed|programmed][?|]",
        "what [were you|are you] trained [on|with|from][?|]", "[who is|who's|name] your [maker|creator|developer|author|inventor|owner|father][?|]", "[where|from where] do you [come from|get your knowledge]", "is [openai|google|meta|apple|anthropic] your [maker|owner|parent][?|]",
    ),
    "thanks": (
        "[thanks|thank you|thank u|thx|ty|many thanks|big thanks|thanks a million|thanks a bunch][ a lot| for that| for this| for your time| for the quick answer| for explaining| friend| buddy| phi| phi4|||][!|.| :)||]",
        "[that|this|it] [helped|was helpful|was useful|worked|solved it|is what i needed|makes sense now][ a lot|][, thanks|, thank you|, thx|. thanks]", "[ok|okay|great|cool|perfect|good|awesome|wow|super] [thanks|thank you|thx|ty][!|.||]",
        "[i am|im] [grateful|thankful][ to you||]", "[really|so|very] [nice|helpful] of you[, thank you|, thx|]", "i [thank you|owe you one|appreciate the help]",
    ),
    "praise": (
        "[wow|oh|ha|ok|hey|oh wow], [that is|that's|thats|this is] [great|cool|correct|right|good|perfect|smart|nice|fast]", "you [are|r] [so|very|quite|pretty|super|really|] [smart|good|fast|nice|cute|funny|sweet|helpful|wise|great|awesome|brilliant|right]",
        "[good|great|nice|excellent|fine|solid|super|lovely] [job|work|answer|bot|boy|stuff|solution|explanation][!|.||]", "[exactly|precisely|spot on|you nailed it|nailed it|you did it|well solved|10/10|five stars|big brain|genius|respect|hats off|i am impressed|not bad at all|legend|what a genius|great stuff|very cool|so good|too good|magic|hooray|yes!!|whoa|woah|dope|epic|sick|lit|rad|gg|bravo|marvelous|terrific|superb|outstanding|top|impressive|stunning|splendid work]",
        "[this|that|it] [is|was] [so |really |very |quite |pretty ||][good|cool|nice|great|fun|funny|neat|useful|perfect|right|correct][!|.||]", "i [like|love|enjoy] [this|it|that|your answer|your style|this model|talking to you]", "[lol|haha|hehe|hihi|lmao|rofl|xd][ funny| nice| cool| that was good| great||][!|.||]", "[well|nicely|beautifully] [done|said|solved|put][!|.||]",
    ),
    "complaint": (
        "[that|this|it|your answer|the answer|the result] [is|was|looks|seems] [wrong|false|not right|incorrect|bad|silly|weird|strange|off|nonsense]", "you [are|r] [so |very |really |totally |][bad|dumb|stupid|wrong|useless|slow|annoying|confused|broken|mistaken|weird]",
        "[no|nope|nah|hm|hmm][, that is|, thats|, it is|, you are|,] [wrong|false|not right|incorrect]", "you [failed|got it wrong|made an error|miscounted|missed something|misread it|forgot something|can't count|know nothing|are no help]", "[try|check|count|think|calculate|do it|read it] [again|once more|harder|one more time]",
        "[awful|horrible|pathetic|ridiculous|rubbish|disappointing|bad|weak|poor] [answer|bot|ai|model|result|work]", "[this|it|that] [is a joke|is garbage|does not work|doesnt work|is not helpful|is no help|is ridiculous|is stupid|is so bad]", "i [don't|do not|dont] [believe|trust|like|understand] [you|this|that|it|your answer]",
        "are you [kidding|kidding me|serious|joking|drunk|broken|stupid|dumb|blind|deaf][?|]", "[what a|such a] [bad|stupid|dumb|useless|weak] [answer|bot|model|thing]", "[you idiot|moron|dummy|dumbass|loser|you fool|screw you|go away|leave me alone|i am disappointed|bs|bullshit|damn|ugh|meh|yikes|facepalm|wrong answer|false answer|nope wrong|sorry but no|you can do better]",
    ),
    "goodbye": (
        "[bye|goodbye|good bye|byebye|cu|see you|see u|later|farewell][ for now| then| phi| phi4| friend| buddy| soon| next time| tomorrow|||][!|.||]", "i [have to|need to|must|should|will] [leave|sleep|work|run|stop|eat|study|go home|go now][ now||]",
        "[good night|sleep tight|sweet dreams|have a good night|have a great day|have fun|until next time|until tomorrow|catch you later|talk later|talk soon|speak soon|i'll be back|brb|bbl|signing off|logging off|over and out|time to go|time for bed|off to bed|im off|i'm leaving now|have to run|enjoy your day|nighty night|peace out|adios amigo, i mean bye][!|.||]",
    ),
    "yes or no": (
        "[ok|okay|k|kk|okey|alrighty|fine|good|well|so][ ok| sure| yes| no| fine||||][.|!|...|||]", "[i understand|understood|noted|makes sense|fair enough|agreed|true that|as you like|if you say so|whatever|no problem|no worries|don't worry|nothing else|not really|not yet|not now|maybe later|i think so|i guess|i guess so|perhaps|absolutely|definitely|certainly|yes please|yes i do|no i dont|no thank you][.|!||]",
        "[let me think|give me a second|one sec|wait a minute|hang on|just a moment|i'm thinking|you first|after you|what next|whats next|then what|and then|and now|so what|ok what now|ok next|keep going|carry on|proceed|done|finished|im here|i am listening|tell me more|more please|oh i see|ah ok|aha ok|oh right|hm ok|hmm ok|uh huh|roger|copy|right then|very good then]",
    ),
    "language": (
        "[do|can|could] you [speak|understand|write|know|read|answer in|reply in] [french|spanish|german|italian|russian|chinese|japanese|korean|arabic|turkish|polish|dutch|swedish][?|]", "[please |][answer|reply|write|speak|continue|respond|talk] [in|using] [french|spanish|german|italian|russian|chinese|japanese|korean|arabic|turkish|polish|dutch][ please|]",
        "is [french|spanish|german|italian|russian|arabic|turkish|polish] ok[?|]", "do you only [know|understand|speak] english[?|]", "[which|what|how many] languages [can|do] you [understand|write|read|speak|know][?|]", "my english is [bad|not good|poor|weak]", "can we [switch to|write in|use] [french|spanish|german|italian|russian|arabic][?|]",
    ),
    "age": ("[how old|what age] [are|r] [you|u][ now| really| exactly| phi||][?|]", "[what day|which day|which date] were you [born|made][?|]", "your [birthday|age|year of birth|date of birth][ please||][?|]", "[do|will] you [have|celebrate] [a birthday|birthdays|an age][?|]", "how [long|many years] [have you existed|do you exist|are you around][?|]"),
    "taste": (
        "[what is|what's|whats|tell me|name] your [favorite|favourite] [number|food|city|country|band|sport|drink|word|season|day|puzzle|riddle|fruit|game|color|car|flower|smell|joke|singer][?|]", "do you [like|love|enjoy|hate] [rain|snow|summer|winter|tea|chocolate|books|humans|people|jokes|numbers|reading|dancing|art|chess|football|puzzles|trains|school|{noun+}][?|]",
        "[what|which] {noun} do you like [best|most][?|]", "do you like {noun+} [or|more than] {noun+}[?|]", "what do you think [about|of] {noun+}[?|]", "what [makes you|would make you] [happy|sad|laugh|angry][?|]", "[what's|what is] your [hobby|dream|wish|star sign|taste in music|biggest wish][?|]", "{noun+} or {noun+}, what do you like [more|better]",
    ),
    "example": (
        "[give|show|tell|write|ask|send] me [a|one|another|an easy|a hard|a tricky|a short|a good|a nice] [puzzle|riddle|problem|question|brain teaser|challenge|task][ please| pls||]", "[i am|im] ready for [a puzzle|a problem|your question|a riddle]", "[a|one|another] [riddle|puzzle|quiz|problem|question][ please| pls| now|]", "[challenge|test|quiz|surprise] me[ again| please| now|]",
        "let's [solve|do] [a puzzle|a riddle|one together|a problem]", "what [could|should] i [ask|try][ first|][?|]", "[an example|one example|examples|any example|a sample question|sample][ please| pls||][?|]",
    ),
}  # fmt: skip

_CHOICE = re.compile(r"\[([^\[\]]*)\]")


def composed(kind: str, rng: random.Random) -> str:
    """A message of a kind, with its slots still to fill."""
    text = rng.choice(COMPOSED[kind])
    while "[" in text:
        text = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), text)
    return " ".join(text.split())
