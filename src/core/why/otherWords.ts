/**
 * Words of many shapes that are none of a file's in particular. What is written is compared with them too, so that a word of
 * the file is read only where it is nearer than common words: a picture may say anything.
 */
export const OTHER_WORDS: readonly string[] = (
  'act add age air all and any are arm art ask bad bar bed big bit box buy can car cut day die dry ear eat end eye far few fit fly for fun gas get god gun ' +
  'hit hot how ice job joy key law lay leg let lie lot low map mix new now off oil old one our own pay put raw red rid row run sad say see set sit six ' +
  'sky son tax tea the tie top two use war way why win yes you able army away back ball bank base beat best bill blue body book born both busy call care ' +
  'cash cold come cool cost dark data date deal deep does done door down draw drop each easy edge ever face fact fall fast feel fill film find fine fire ' +
  'five food foot form free full game gift give glad goal gold good hair half hall hand hard head hear help high hill hold home hope hour huge idea join ' +
  'jump just keep kind lady land last late lead left less life like line list live long look lost love make many mark meal mind miss moon more most much ' +
  'must name near neck need next nice note only open over page park part past path pick plan play pool poor post pull pure push race rain read real rest ' +
  'rich ride ring rise road rock role room rule safe sale salt same save seat seem self sell send ship shop show side sign size skin slow soft song soon ' +
  'sort soul step stop such sure take talk team tell term test text than that them then they thin this time tiny tour town trip true turn type unit upon ' +
  'user vary very view vote wait walk wall want warm wash wave weak wear week well west what when wide wife wild will wind wine wish with wood word work ' +
  'yard year zero about above again album alone aware basic beach begin below birth black board brand bread break brown build carry catch cause chain chief ' +
  'child civil class clean clear close coach coast color could count cover crowd daily dance death doubt dream dress drink drive early earth eight enjoy enter ' +
  'equal event every exist field fight final first floor focus force fresh front fruit given glass grand great green group guess guide happy heart heavy human ' +
  'image issue joint judge known large laugh learn leave level light limit local lucky magic major march match media metal might model money month mouth movie ' +
  'music never night noise north novel nurse offer order other owner paint panel paper party peace phone photo piece place plant point power press price pride ' +
  'prime print prize proof proud quick quiet quite radio range reach ready reply right river round royal scale scene score sense serve seven shape share sharp ' +
  'short sight skill sleep small smile solid sound south space speak speed spend sport staff stage stand start state steel still stock store story study stuff ' +
  'style sugar sweet table taste teach thank thick thing think third three throw title today total touch tower track trade train treat trust truth twice under ' +
  'union until upper urban usual value video visit voice waste watch water wheel white whole woman world worry would write wrong young action advice almost ' +
  'always amount animal annual answer anyone appear around artist author become before behind belief better beyond border bottom branch bridge bright budget ' +
  'camera cancel center change chance choice circle client coffee common corner couple course create credit crisis damage danger debate decade define degree ' +
  'dinner direct doctor dollar double during editor effort eleven employ energy engine enough entire escape estate expert extend family famous father female ' +
  'finger finish follow forest forget formal friend future garden gather global ground growth guitar handle health height impact income inside island itself ' +
  'jacket junior leader league length lesson letter likely listen little living luxury market master matter medium member memory mental middle minute mirror ' +
  'modern moment mother motion museum nation native nature nearby number object office online option orange output palace parent people period person planet ' +
  'player please plenty police policy prefer pretty prince prison profit proper public purple random rather reason recent record reduce region remain remote ' +
  'repair repeat report result return review reward rocket rubber sample school screen search season second secret select senior series silver simple single ' +
  'sister social source speech spirit spread spring square status stream street strong studio summer supply switch symbol system target tender theory thirty ' +
  'ticket tissue toward travel twelve unique united useful valley vision visual volume weight window winter wonder writer yellow airport ancient another balance ' +
  'because believe between brother cabinet capital captain central century chapter classic climate comfort company complex concert contact control culture ' +
  'current dessert digital display economy edition element evening example express factory failure feature fiction finance foreign forever forward freedom ' +
  'gallery general gravity history holiday husband imagine journey justice kitchen library machine manager marriage maximum measure medical message mission ' +
  'morning mystery natural network nothing observe ocean organic package partner passion pattern perfect picture popular present private problem product ' +
  'program project protect quality quarter reality regular science section service session shelter society special station storage student success surface ' +
  'teacher theatre through tonight tourist traffic trouble uniform variety vehicle version village visible warning weather wedding welcome whisper without ' +
  'workers birthday building business calendar children computer congress customer daughter delivery discount distance electric entrance evidence exercise ' +
  'festival football forecast friendly hospital identity industry language magazine material midnight mountain national original painting personal platform ' +
  'position possible practice princess property question railroad relative research resource sandwich security software standard strength summary teaching ' +
  'telephone together tomorrow treasure universe vacation valuable wildlife adventure afternoon beautiful breakfast celebrate character chocolate community ' +
  'dangerous different direction education emergency equipment everybody excellent experience extremely fantastic furniture gentleman happiness important ' +
  'interview knowledge landscape newspaper operation passenger president professor restaurant revolution satellite signature something sometimes spaceship ' +
  'statement structure surprised territory tradition vegetable volunteer wonderful basketball collection department experiment foundation generation helicopter ' +
  'impossible instrument laboratory management motorcycle photograph population profession protection television throughout tournament understand university'
).split(' ');
