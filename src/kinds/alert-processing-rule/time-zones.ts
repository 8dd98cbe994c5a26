import { nearest } from "../../core/nearest.ts";

/*
 * Time zones have Windows' names in alert processing rules, and everybody else's are IANA's. Each line is a Windows name
 * and the IANA zones it stands for, the one to reckon with first: facts of the Unicode CLDR
 * (https://github.com/unicode-org/cldr/blob/main/common/supplemental/windowsZones.xml), and two names at the end that
 * Windows keeps and CLDR has dropped.
 */
const table = `
AUS Central Standard Time: Australia/Darwin Australia/North
AUS Eastern Standard Time: Australia/Sydney Australia/ACT Australia/Canberra Australia/NSW Australia/Melbourne Australia/Victoria
Afghanistan Standard Time: Asia/Kabul
Alaskan Standard Time: America/Anchorage US/Alaska America/Juneau America/Metlakatla America/Nome America/Sitka America/Yakutat
Aleutian Standard Time: America/Adak America/Atka US/Aleutian
Altai Standard Time: Asia/Barnaul
Arab Standard Time: Asia/Riyadh Asia/Bahrain Asia/Kuwait Asia/Qatar Asia/Aden
Arabian Standard Time: Asia/Dubai Asia/Muscat
Arabic Standard Time: Asia/Baghdad
Argentina Standard Time: America/Buenos_Aires America/Argentina/Buenos_Aires America/Argentina/La_Rioja America/Argentina/Rio_Gallegos America/Argentina/Salta America/Argentina/San_Juan America/Argentina/San_Luis America/Argentina/Tucuman America/Argentina/Ushuaia America/Catamarca America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Cordoba America/Argentina/Cordoba America/Rosario America/Jujuy America/Argentina/Jujuy America/Mendoza America/Argentina/Mendoza
Astrakhan Standard Time: Europe/Astrakhan Europe/Ulyanovsk
Atlantic Standard Time: America/Halifax Canada/Atlantic Atlantic/Bermuda America/Glace_Bay America/Goose_Bay America/Moncton America/Thule
Aus Central W. Standard Time: Australia/Eucla
Azerbaijan Standard Time: Asia/Baku
Azores Standard Time: Atlantic/Azores America/Scoresbysund
Bahia Standard Time: America/Bahia
Bangladesh Standard Time: Asia/Dhaka Asia/Dacca Asia/Thimphu Asia/Thimbu
Belarus Standard Time: Europe/Minsk
Bougainville Standard Time: Pacific/Bougainville
Canada Central Standard Time: America/Regina Canada/East-Saskatchewan Canada/Saskatchewan America/Swift_Current
Cape Verde Standard Time: Atlantic/Cape_Verde
Caucasus Standard Time: Asia/Yerevan
Cen. Australia Standard Time: Australia/Adelaide Australia/South Australia/Broken_Hill Australia/Yancowinna
Central America Standard Time: America/Guatemala America/Belize America/Costa_Rica Pacific/Galapagos America/Tegucigalpa America/Managua America/El_Salvador
Central Asia Standard Time: Asia/Bishkek Antarctica/Vostok Asia/Urumqi Asia/Kashgar Indian/Chagos
Central Brazilian Standard Time: America/Cuiaba America/Campo_Grande
Central Europe Standard Time: Europe/Budapest Europe/Tirane Europe/Prague Europe/Podgorica Europe/Belgrade Europe/Ljubljana Europe/Bratislava
Central European Standard Time: Europe/Warsaw Europe/Sarajevo Europe/Zagreb Europe/Skopje
Central Pacific Standard Time: Pacific/Guadalcanal Antarctica/Casey Pacific/Ponape Pacific/Pohnpei Pacific/Kosrae Pacific/Noumea Pacific/Efate
Central Standard Time (Mexico): America/Mexico_City Mexico/General America/Bahia_Banderas America/Merida America/Monterrey America/Chihuahua
Central Standard Time: America/Chicago US/Central America/Winnipeg Canada/Central America/Rainy_River America/Rankin_Inlet America/Resolute America/Matamoros America/Ojinaga America/Indiana/Knox America/Knox_IN US/Indiana-Starke America/Indiana/Tell_City America/Menominee America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem
Chatham Islands Standard Time: Pacific/Chatham
China Standard Time: Asia/Shanghai Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Hong_Kong Asia/Macau Asia/Macao
Cuba Standard Time: America/Havana
Dateline Standard Time: Etc/GMT+12
E. Africa Standard Time: Africa/Nairobi Antarctica/Syowa Africa/Djibouti Africa/Asmera Africa/Asmara Africa/Addis_Ababa Indian/Comoro Indian/Antananarivo Africa/Mogadishu Africa/Dar_es_Salaam Africa/Kampala Indian/Mayotte
E. Australia Standard Time: Australia/Brisbane Australia/Queensland Australia/Lindeman
E. Europe Standard Time: Europe/Chisinau Europe/Tiraspol
E. South America Standard Time: America/Sao_Paulo Brazil/East
Easter Island Standard Time: Pacific/Easter Chile/EasterIsland
Eastern Standard Time (Mexico): America/Cancun
Eastern Standard Time: America/New_York US/Eastern America/Nassau America/Toronto America/Montreal Canada/Eastern America/Nipigon America/Thunder_Bay America/Iqaluit America/Pangnirtung America/Detroit US/Michigan America/Indiana/Petersburg America/Indiana/Vincennes America/Indiana/Winamac America/Kentucky/Monticello America/Louisville America/Kentucky/Louisville
Egypt Standard Time: Africa/Cairo
Ekaterinburg Standard Time: Asia/Yekaterinburg
FLE Standard Time: Europe/Kiev Europe/Kyiv Europe/Zaporozhye Europe/Uzhgorod Europe/Mariehamn Europe/Sofia Europe/Tallinn Europe/Helsinki Europe/Vilnius Europe/Riga
Fiji Standard Time: Pacific/Fiji
GMT Standard Time: Europe/London Europe/Belfast Atlantic/Canary Atlantic/Faeroe Atlantic/Faroe Europe/Guernsey Europe/Dublin Europe/Isle_of_Man Europe/Jersey Europe/Lisbon WET Atlantic/Madeira
GTB Standard Time: Europe/Bucharest Asia/Nicosia Europe/Nicosia Asia/Famagusta Europe/Athens EET
Georgian Standard Time: Asia/Tbilisi
Greenland Standard Time: America/Godthab America/Nuuk
Greenwich Standard Time: Atlantic/Reykjavik Africa/Ouagadougou Africa/Abidjan Africa/Accra America/Danmarkshavn Africa/Banjul Africa/Conakry Africa/Bissau Africa/Monrovia Africa/Bamako Africa/Timbuktu Africa/Nouakchott Atlantic/St_Helena Africa/Freetown Africa/Dakar Africa/Lome
Haiti Standard Time: America/Port-au-Prince
Hawaiian Standard Time: Pacific/Honolulu US/Hawaii Pacific/Johnston Pacific/Rarotonga Pacific/Tahiti
India Standard Time: Asia/Calcutta Asia/Kolkata
Iran Standard Time: Asia/Tehran
Israel Standard Time: Asia/Jerusalem Asia/Tel_Aviv
Jordan Standard Time: Asia/Amman
Kaliningrad Standard Time: Europe/Kaliningrad
Korea Standard Time: Asia/Seoul
Libya Standard Time: Africa/Tripoli
Line Islands Standard Time: Pacific/Kiritimati
Lord Howe Standard Time: Australia/Lord_Howe Australia/LHI
Magadan Standard Time: Asia/Magadan
Magallanes Standard Time: America/Punta_Arenas America/Coyhaique
Marquesas Standard Time: Pacific/Marquesas
Mauritius Standard Time: Indian/Mauritius Indian/Reunion Indian/Mahe
Middle East Standard Time: Asia/Beirut
Montevideo Standard Time: America/Montevideo
Morocco Standard Time: Africa/Casablanca Africa/El_Aaiun
Mountain Standard Time (Mexico): America/Mazatlan Mexico/BajaSur
Mountain Standard Time: America/Denver America/Shiprock US/Mountain America/Edmonton Canada/Mountain America/Yellowknife America/Cambridge_Bay America/Inuvik America/Ciudad_Juarez America/Boise
Myanmar Standard Time: Asia/Rangoon Asia/Yangon Indian/Cocos
N. Central Asia Standard Time: Asia/Novosibirsk
Namibia Standard Time: Africa/Windhoek
Nepal Standard Time: Asia/Katmandu Asia/Kathmandu
New Zealand Standard Time: Pacific/Auckland Antarctica/McMurdo Antarctica/South_Pole
Newfoundland Standard Time: America/St_Johns Canada/Newfoundland
Norfolk Standard Time: Pacific/Norfolk
North Asia East Standard Time: Asia/Irkutsk
North Asia Standard Time: Asia/Krasnoyarsk Asia/Novokuznetsk
North Korea Standard Time: Asia/Pyongyang
Omsk Standard Time: Asia/Omsk
Pacific SA Standard Time: America/Santiago Chile/Continental
Pacific Standard Time (Mexico): America/Tijuana America/Ensenada Mexico/BajaNorte America/Santa_Isabel
Pacific Standard Time: America/Los_Angeles US/Pacific US/Pacific-New America/Vancouver Canada/Pacific
Pakistan Standard Time: Asia/Karachi
Paraguay Standard Time: America/Asuncion
Qyzylorda Standard Time: Asia/Qyzylorda
Romance Standard Time: Europe/Paris Europe/Brussels CET MET Europe/Copenhagen Europe/Madrid Africa/Ceuta
Russia Time Zone 10: Asia/Srednekolymsk
Russia Time Zone 11: Asia/Kamchatka Asia/Anadyr
Russia Time Zone 3: Europe/Samara
Russian Standard Time: Europe/Moscow Europe/Kirov Europe/Simferopol
SA Eastern Standard Time: America/Cayenne Antarctica/Rothera Antarctica/Palmer America/Fortaleza America/Belem America/Maceio America/Recife America/Santarem Atlantic/Stanley America/Paramaribo
SA Pacific Standard Time: America/Bogota America/Rio_Branco America/Porto_Acre Brazil/Acre America/Eirunepe America/Coral_Harbour America/Atikokan America/Guayaquil America/Jamaica America/Cayman America/Panama America/Lima
SA Western Standard Time: America/La_Paz America/Antigua America/Anguilla America/Aruba America/Barbados America/St_Barthelemy America/Kralendijk America/Manaus Brazil/West America/Boa_Vista America/Porto_Velho America/Blanc-Sablon America/Curacao America/Dominica America/Santo_Domingo America/Grenada America/Guadeloupe America/Guyana America/St_Kitts America/St_Lucia America/Marigot America/Martinique America/Montserrat America/Puerto_Rico America/Lower_Princes America/Port_of_Spain America/St_Vincent America/Tortola America/St_Thomas America/Virgin
SE Asia Standard Time: Asia/Bangkok Antarctica/Davis Indian/Christmas Asia/Jakarta Asia/Pontianak Asia/Phnom_Penh Asia/Vientiane Asia/Saigon Asia/Ho_Chi_Minh
Saint Pierre Standard Time: America/Miquelon
Sakhalin Standard Time: Asia/Sakhalin
Samoa Standard Time: Pacific/Apia
Sao Tome Standard Time: Africa/Sao_Tome
Saratov Standard Time: Europe/Saratov
Singapore Standard Time: Asia/Singapore Asia/Brunei Asia/Makassar Asia/Ujung_Pandang Asia/Kuala_Lumpur Asia/Kuching Asia/Manila
South Africa Standard Time: Africa/Johannesburg Africa/Bujumbura Africa/Gaborone Africa/Lubumbashi Africa/Maseru Africa/Blantyre Africa/Maputo Africa/Kigali Africa/Mbabane Africa/Lusaka Africa/Harare
South Sudan Standard Time: Africa/Juba
Sri Lanka Standard Time: Asia/Colombo
Sudan Standard Time: Africa/Khartoum
Syria Standard Time: Asia/Damascus
Taipei Standard Time: Asia/Taipei
Tasmania Standard Time: Australia/Hobart Australia/Tasmania Australia/Currie Antarctica/Macquarie
Tocantins Standard Time: America/Araguaina
Tokyo Standard Time: Asia/Tokyo Asia/Jayapura Pacific/Palau Asia/Dili
Tomsk Standard Time: Asia/Tomsk
Tonga Standard Time: Pacific/Tongatapu
Transbaikal Standard Time: Asia/Chita
Turkey Standard Time: Europe/Istanbul Asia/Istanbul
Turks And Caicos Standard Time: America/Grand_Turk
US Eastern Standard Time: America/Indianapolis America/Fort_Wayne America/Indiana/Indianapolis US/East-Indiana America/Indiana/Marengo America/Indiana/Vevay
US Mountain Standard Time: America/Phoenix US/Arizona America/Creston America/Dawson_Creek America/Fort_Nelson America/Hermosillo
UTC+12: Etc/GMT-12 Pacific/Tarawa Pacific/Majuro Pacific/Kwajalein Pacific/Nauru Pacific/Funafuti Pacific/Wake Pacific/Wallis
UTC+13: Etc/GMT-13 Pacific/Enderbury Pacific/Kanton Pacific/Fakaofo
UTC-02: Etc/GMT+2 America/Noronha Brazil/DeNoronha Atlantic/South_Georgia
UTC-08: Etc/GMT+8 Pacific/Pitcairn
UTC-09: Etc/GMT+9 Pacific/Gambier
UTC-11: Etc/GMT+11 Pacific/Pago_Pago Pacific/Samoa US/Samoa Pacific/Niue Pacific/Midway
UTC: Etc/UTC Etc/UCT Etc/Universal Etc/Zulu UTC Etc/GMT GMT Etc/Greenwich
Ulaanbaatar Standard Time: Asia/Ulaanbaatar Asia/Ulan_Bator Asia/Choibalsan
Venezuela Standard Time: America/Caracas
Vladivostok Standard Time: Asia/Vladivostok Asia/Ust-Nera
Volgograd Standard Time: Europe/Volgograd
W. Australia Standard Time: Australia/Perth Australia/West
W. Central Africa Standard Time: Africa/Lagos Africa/Luanda Africa/Porto-Novo Africa/Kinshasa Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Algiers Africa/Libreville Africa/Malabo Africa/Niamey Africa/Ndjamena Africa/Tunis
W. Europe Standard Time: Europe/Berlin Europe/Andorra Europe/Vienna Europe/Zurich Europe/Busingen Europe/Gibraltar Europe/Rome Europe/Vaduz Europe/Luxembourg Europe/Monaco Europe/Malta Europe/Amsterdam Europe/Oslo Europe/Stockholm Arctic/Longyearbyen Atlantic/Jan_Mayen Europe/San_Marino Europe/Vatican
W. Mongolia Standard Time: Asia/Hovd
West Asia Standard Time: Asia/Tashkent Antarctica/Mawson Asia/Oral Asia/Almaty Asia/Aqtau Asia/Aqtobe Asia/Atyrau Asia/Qostanay Indian/Maldives Indian/Kerguelen Asia/Dushanbe Asia/Ashgabat Asia/Ashkhabad Asia/Samarkand
West Bank Standard Time: Asia/Hebron Asia/Gaza
West Pacific Standard Time: Pacific/Port_Moresby Antarctica/DumontDUrville Pacific/Truk Pacific/Chuuk Pacific/Yap Pacific/Guam Pacific/Saipan
Yakutsk Standard Time: Asia/Yakutsk Asia/Khandyga
Yukon Standard Time: America/Whitehorse Canada/Yukon America/Dawson
Kamchatka Standard Time: Asia/Kamchatka
Mid-Atlantic Standard Time: Etc/GMT+2
`;

interface Zones {
  /** Windows names by lower case, and the IANA zone to reckon with. */
  readonly windows: ReadonlyMap<string, { readonly name: string; readonly iana: string }>;
  /** Windows names by IANA's in lower case. */
  readonly iana: ReadonlyMap<string, string>;
}

let parsed: Zones | undefined;

/** Parsed when first asked for: most runs meet no processing rule. */
function zones(): Zones {
  if (parsed !== undefined) return parsed;
  const windows = new Map<string, { name: string; iana: string }>();
  const iana = new Map<string, string>();
  for (const line of table.trim().split("\n")) {
    const [name = "", all = ""] = line.split(": ");
    const names = all.split(" ");
    windows.set(name.toLowerCase(), { name, iana: names[0] ?? "UTC" });
    for (const one of names) if (!iana.has(one.toLowerCase())) iana.set(one.toLowerCase(), name);
  }
  return (parsed = { windows, iana });
}

/** The IANA zone to reckon a Windows one with, or nothing where Windows has none of the name. */
function ianaOf(windowsName: string): string | undefined {
  return zones().windows.get(windowsName.toLowerCase())?.iana;
}

/** What is wrong with the name of a time zone and what would be right, or nothing where Windows has it. */
export function zoneComplaint(name: string): string | undefined {
  const { windows, iana } = zones();
  if (windows.has(name.toLowerCase())) return undefined;
  const meant = iana.get(name.toLowerCase()) ?? iana.get(canonicalZone(name)?.toLowerCase() ?? "");
  if (meant !== undefined) return `Azure takes Windows' names of time zones here: \`${name}\` is \`${meant}\``;
  const near = nearest(
    name,
    [...windows.values()].map((zone) => zone.name),
  );
  const hint =
    near === undefined
      ? "such are `UTC`, `Korea Standard Time` or `W. Europe Standard Time`"
      : `did you mean \`${near}\`?`;
  return `\`${name}\` is no time zone of Windows; ${hint}`;
}

/** What the run time calls an IANA zone that has several names. */
function canonicalZone(name: string): string | undefined {
  if (!name.includes("/")) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * The instant at which clocks in a zone of Windows show a date and time (`2026-12-01T22:00:00`), in milliseconds since
 * 1970; nothing where there is no such zone, day or time.
 */
export function instantOf(local: string, windowsName: string): number | undefined {
  const iana = ianaOf(windowsName);
  const asUtc = utcOf(local);
  if (iana === undefined || asUtc === undefined) return undefined;
  // The offset is that of the instant sought, which is near the first guess: a second look settles all but the hour
  // that clocks skip.
  const first = asUtc - offsetAt(asUtc, iana);
  return asUtc - offsetAt(first, iana);
}

/** A date and time read as if it was UTC; nothing for a day or time that there is not. */
export function utcOf(local: string): number | undefined {
  const [seconds = ""] = local.split(".");
  const instant = Date.parse(`${seconds}Z`);
  // `Date` takes the 31st of February for the 3rd of March.
  return Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(seconds) ? undefined : instant;
}

/** What clocks in a zone of Windows show at an instant, as the milliseconds at which clocks in UTC show it. */
export function localTime(instant: number, windowsName: string): number | undefined {
  const iana = ianaOf(windowsName);
  return iana === undefined ? undefined : instant + offsetAt(instant, iana);
}

function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return shown - Math.floor(instant / 1000) * 1000;
}
