/**
 * What passwords are made from that are tried first: the words of the lists that leaked, in several languages, without what
 * people put around them. Lower case, letters alone.
 */
export const COMMON_BASES: ReadonlySet<string> = new Set(
  `
    abc abcabc abcd abcde abcdef access account admin administrator ahmed aini aisha alex alexander alexandra ali
    alpha amanda america amor amour ana andrea andreas andrew android angel anna anthony antonio anything apple
    april army arsenal asdasd asdf asdfgh asdfghjkl ashley asshole august austin australia autumn avatar awesome
    azerty baby babyboy babygirl banana barcelona baseball basketball batman battery bayern bear beatles begin ben
    berlin beta beyonce bible bienvenido bienvenue bitch biteme black blahblah blessed blue bonjour boston bravo
    brother business buster butterfly bye california camaro camille canada candy carlos carmen cash cat change
    changeit changeme channel charlie chat cheese chelsea chen cherry chicago chloe chocolate christ ciao cisco
    claire close code college company computer contrasena cookie cool correct correcthorsebatterystaple corvette
    cowboys crystal daddy daisy dallas daniel database december default delta demo desert deutschland devil
    dezember diamond discord dmitri docker doctor dog dollar doraemon dragon dumbledore eagle eagles earth eight
    elena eminem emma end england enter entry ete eva everything example facebook faith falcon family father
    fatima februar february felix ferrari fire five flack florida flower foobar foobaz football forest forever
    four foxtrot france francesca francisco freedom freitag friday friend friends frodo fruhling fuck fuckoff
    fuckyou gabriel galaxy gamma gandalf geheim george germany ghost ginger giovanni github gitlab giulia god gold
    golden golf goodbye google grace green guest guitar hallo hamster hannah hans happy harley harleydavidson
    harrypotter haslo hassan heaven hello hellokitty herbst heslo hiver hobbit hockey hogwarts hola home honda
    honey hope horse hot house huang hugo hundred hunter ibrahim iloveu iloveyou instagram internet invierno
    iphone ipsum ironman isabel island italia ivan jaguar jan januar january jean jennifer jessica jesus jetaime
    joker jonas jordan jose joshua juan jules juli julia juliet july june juni juniper jupiter justice juventus
    kawaii key keys killer kim kitty klaus knight lakers laura lawyer lee lemon lena leon letme letmein li liberty
    liebe lightning lily linux lion lisa liu liverpool login london lorem lorenzo losenord louis love lovely lover
    loveyou luca lucas lucky luis lukas madrid maggie magic manager manchester manuel march marco maria marie
    marine mars martin master matrix matteo matthew max may mercedes mercury merlin metallica mia michael michelle
    microsoft miguel million mohamed mohammed mommy monday money monkey montag moon motdepasse mother mountain
    music mustang mypassword mysql naruto natasha navy neptune network newpassword newyork nicolas nicole nihao
    nine ninja nirvana no nopassword nothing november number nurse ocean october office ok oktober oldpassword
    olga omar omega one onepiece open opensesame openup oracle orange pa packers panther paolo paris park parola
    parole pass passcode passphrase passwd password passwort paul peace pedro pepper perfect peter phoenix piano
    pierre pikachu pin pink platinum please pluto pokemon police porsche postgres potter princess printemps
    prinzessin private project public puppy purple qazwsx qazwsxedc qweasd qweasdzxc qweqwe qwerty qwertyuiop
    qwertz rainbow ranger realmadrid red rich rihanna river robert rock rocket rome romeo root rose router safe
    sakura salasana sample samsung samurai sarah sato saturday saturn school secret secreto secure security senha
    september sergey server sesame seven sex sexy shadow shakira shit sigma signin silver sister six skype slack
    slipknot smile soccer sofia soldier something sommer sonntag sorry space spain spiderman spring ss staple star
    stars start startrek starwars steelers stefan stop storm strong student sugar summer sunday sunshine superman
    suzuki svetlana sweet sweetie system tanaka tango tatiana teacher team teamo teams temp temporary ten tennis
    tequiero test tester testing texas thanks thankyou thepassword thomas thousand three thunder thursday tiger
    tim tom toyota trustno trustnoone tuesday twitter two ubuntu united universe university user vampire venus
    verano victor vladimir voldemort wachtwoord wang warrior water wednesday welcome whatever whiskey white wifi
    willkommen wind windows winter wireless wizard woaini wolf wolfgang wonderwoman wor word words work workspace
    wsxedc yamaha yamamoto yang yankees yellow yes yourpassword youtube yusuf zero zhang zhao zombie zxcv zxcvbn
    zxcvbnm zxczxc
  `
    .trim()
    .split(/\s+/),
)

/** What hands run along without thinking. */
export const KEY_ROWS: readonly string[] = [
  'abcdefghijklmnopqrstuvwxyz',
  '1234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
]
