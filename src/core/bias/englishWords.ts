/** The closed classes of English words that tell where a noun phrase begins and ends; in small letters. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));

/** They begin a noun phrase. */
export const DETERMINERS = words(`
  a an the this that these those my your his her its our their another any some each every either neither no both all
  many several few various countless numerous multiple two three four five six seven eight nine ten eleven twelve twenty
  thirty forty fifty hundred thousand dozens other one half single lone`);

/** They connect phrases or begin a clause: no noun phrase goes on past them. */
export const CONNECTIVES = words(`
  in on at with without who whose whom that which and or but nor from by near next under over above below beside besides
  behind between among amongst around across along against through throughout into onto inside outside before after during
  while when where as like of off for to toward towards upon within up down out via per vs versus plus than then if because
  though although until till since is are was were be been being am isn't aren't has have had having does do did can could
  will would shall should may might must not never i you he she it we they him them me us himself herself themselves
  together alone apart away back forth here there now just also too very so still only almost already again ever once
  quietly slowly happily sadly gently softly quickly proudly calmly silently deeply`);

/** Verbs as people in pictures do them: base form, and past where it is irregular. With -s they follow one person. */
export const VERBS = words(`
  sit sat stand stood run ran walk ride rode hold held wear wore look read write wrote work fight fought sleep slept eat ate
  drink drank sing sang jump fly flew swim swam climb carry wait talk speak spoke laugh cry smile frown stare gaze watch see
  saw play paint draw drew build built make made take took give gave bring brought buy bought sell sold pay paid find found
  lose lost win won hit throw threw catch caught kick pull push lift drop dig cut chop bake boil fry grill clean wash sweep
  mop fix repair drive drove pilot sail row fish hunt plant water harvest pick gather collect feed teach taught learn study
  examine inspect check treat heal help save rescue protect serve attack defend kill die lie lay lean kneel knelt crouch rest
  relax enjoy celebrate cheer clap wave greet meet met hug kiss shake point show present perform act pose stretch bend turn
  spin roll slide fall fell rise rose wake woke get got go goes went come came leave left enter exit return arrive travel
  explore discover cross follow lead led chase escape hide hid emerge appear become became seem feel felt think thought
  dream imagine remember pray worship meditate listen hear heard shout scream yell whisper call ask answer argue discuss
  share use try start begin began stop finish keep kept put set open close lock unlock press type code operate measure weigh
  count mix pour stir taste smell touch grab grasp clutch reach shoot shot aim fire load wield swing strike struck stab slash
  cast summon conjure float hover glow stare shine wander roam stroll march parade race train exercise compete gaze peer
  glance observe photograph film record hang hung knit sew weave wove tie wrap unwrap carve forge hammer saw weld mend ponder
  contemplate prepare deliver receive send sent welcome comfort console face battle struggle suffer live lives has does is`);

/** They end as participles do, and are nouns. */
export const NOUNS_IN_ING = words(`
  building painting drawing training clothing wedding ceiling bedding king ring wing string spring thing meeting evening
  morning housing covering carving etching lighting engraving ring sling swing earring viking sibling
  darling pudding coloring colouring`);

/** Irregular participles that say more of the noun before them ("a wizard clad in blue"). */
export const PARTICIPLES = words(`
  clad shown seen drawn made built worn torn lit bound caught lost frozen broken hidden taken given stuck left known born
  asleep awake alive dead alone afloat aboard astride atop amid facing full half mid deep far close high low front ready
  ahead nearby outdoors indoors online today tonight`);

/** Said of a picture: a person before them is drawn ("astronaut portrait"). */
export const PICTURES = words(`
  portrait portraits photo photos photograph selfie picture image illustration illustrations art artwork concept
  character characters figure figures silhouette avatar fanart render closeup close-up headshot`);

/** Parts and looks of a person, after a possessive ("a farmer's hands"). */
export const BODY = words(`
  face faces hand hands finger fingers eye eyes head heads hair body bodies skin arm arms leg legs foot feet back shoulder
  shoulders mouth lips smile gaze expression silhouette portrait photo portraits profile figure shadow reflection posture
  life work`);

/** Verbs as well as persons: after "to" and "will" they are verbs, and in -s after a person. */
export const ALSO_VERBS = words(`
  cook cooks coach model models judge tailor guard host nurse father mother pilot spy doctor boss butcher captain police
  author soldier minister partner intern champion shepherd parent baby hermit people witness patient slave lead rebel
  rider tutor intern`);

/** Nouns that take the animal or thing before them as what they care for or work on ("dog trainer", "robot engineer"). */
export const KEEPS = words(`
  lover lovers owner owners trainer trainers rider riders farmer farmers breeder groomer walker walkers hunter hunters keeper
  keepers seller sellers tamer handler handlers photographer whisperer racer catcher vet watcher watchers
  slayer slayers herder shepherd vendor vendors fan fans enthusiast thief`);
export const MAKES = words(`
  maker makers engineer engineers designer designers collector collectors programmer programmers developer developers mechanic
  builder builders operator operators seller sellers vendor vendors inventor owner owners fan fans driver repairer`);

/** Nouns among the words of headings: what stands right before them only describes them ("an architect drawing"). */
export const HEADING_NOUNS = words(`
  drawing painting print sketch poster cover comic cartoon film movie still canvas ink oil pencil charcoal studio style design
  art artwork team army band tribe village city street kitchen office school church factory hospital market forest desert
  beach mountain ocean sea night day morning evening glass paper stone iron steel magic army lighting angle view depth award
  spring summer winter`);

/** Where one goes by the name of who works there. */
export const PLACES_BY_TRADE = words(
  'hairdresser dentist doctor barber vet butcher baker therapist optician tailor florist',
);

/** Said of no person without "a" or "the": parts of a machine, a computer, a gift. */
export const NEEDS_ARTICLE = words('mechanics genius');

/** Nouns that even several persons only describe ("an artists room"); other words after a plural are verbs. */
export const PLACES = words(`
  room rooms house houses home club table sheet market quarters guide handbook museum union league academy association hat hats
  uniform uniforms toy toys book books playground ward hospital school menu section area zone lounge dormitory guild hall`);

/** Likenesses: what stands after "of" is not there itself. */
export const LIKENESS =
  /(?:statue|statuette|sculpture|figurine|bust|doll|toy|puppet|marionette|mannequin|action figure|wax figure|waxwork|funko pop|minifigure|nutcracker|effigy|monument|plushie|plush|bobblehead|carving|gargoyle|costume|outfit|uniform|cap|hat|helmet|mask|shadow|skeleton|skull|grave|tomb|house|home|office|room|desk|studio|workshop|tools?|belongings|book|symbol|logo|emblem|diary|dreams?|brain|mind|imagination)s? of$/;
