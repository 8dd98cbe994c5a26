import { suggest } from "../../core/nearest.ts";

/*
 * Time zones have Windows' names in alert processing rules, and everybody else's are IANA's. Each line is a Windows name
 * and the IANA zones it stands for, the one to reckon with first: facts of the Unicode CLDR
 * (https://github.com/unicode-org/cldr/blob/main/common/supplemental/windowsZones.xml), and two names at the end that
 * Windows keeps and CLDR has dropped.
 */
const table = `
Dateline Standard Time: Etc/GMT+12
UTC-11: Etc/GMT+11 Pacific/Pago_Pago Pacific/Samoa US/Samoa Pacific/Niue Pacific/Midway
Aleutian Standard Time: America/Adak America/Atka US/Aleutian
Hawaiian Standard Time: Pacific/Honolulu US/Hawaii Pacific/Rarotonga Pacific/Tahiti Pacific/Johnston
Marquesas Standard Time: Pacific/Marquesas
Alaskan Standard Time: America/Anchorage US/Alaska America/Juneau America/Metlakatla America/Nome America/Sitka America/Yakutat
UTC-09: Etc/GMT+9 Pacific/Gambier
Pacific Standard Time (Mexico): America/Tijuana America/Ensenada Mexico/BajaNorte America/Santa_Isabel
UTC-08: Etc/GMT+8 Pacific/Pitcairn
Pacific Standard Time: America/Los_Angeles US/Pacific US/Pacific-New America/Vancouver Canada/Pacific
US Mountain Standard Time: America/Phoenix US/Arizona America/Creston America/Dawson_Creek America/Fort_Nelson America/Hermosillo
Mountain Standard Time (Mexico): America/Chihuahua America/Mazatlan Mexico/BajaSur
Mountain Standard Time: America/Denver America/Shiprock US/Mountain America/Edmonton Canada/Mountain America/Cambridge_Bay America/Inuvik America/Yellowknife America/Ojinaga America/Boise
Yukon Standard Time: America/Whitehorse Canada/Yukon America/Dawson
Central America Standard Time: America/Guatemala America/Belize America/Costa_Rica Pacific/Galapagos America/Tegucigalpa America/Managua America/El_Salvador
Central Standard Time: America/Chicago US/Central America/Winnipeg Canada/Central America/Rainy_River America/Rankin_Inlet America/Resolute America/Matamoros America/Indiana/Knox America/Knox_IN US/Indiana-Starke America/Indiana/Tell_City America/Menominee America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem
Easter Island Standard Time: Pacific/Easter Chile/EasterIsland
Central Standard Time (Mexico): America/Mexico_City Mexico/General America/Bahia_Banderas America/Merida America/Monterrey
Canada Central Standard Time: America/Regina Canada/East-Saskatchewan Canada/Saskatchewan America/Swift_Current
SA Pacific Standard Time: America/Bogota America/Rio_Branco America/Porto_Acre Brazil/Acre America/Eirunepe America/Coral_Harbour America/Atikokan America/Guayaquil America/Jamaica America/Cayman America/Panama America/Lima
Eastern Standard Time (Mexico): America/Cancun
Eastern Standard Time: America/New_York US/Eastern America/Nassau America/Toronto Canada/Eastern America/Iqaluit America/Montreal America/Nipigon America/Pangnirtung America/Thunder_Bay America/Detroit US/Michigan America/Indiana/Petersburg America/Indiana/Vincennes America/Indiana/Winamac America/Kentucky/Monticello America/Louisville America/Kentucky/Louisville
Haiti Standard Time: America/Port-au-Prince
Cuba Standard Time: America/Havana
US Eastern Standard Time: America/Indianapolis America/Fort_Wayne America/Indiana/Indianapolis US/East-Indiana America/Indiana/Marengo America/Indiana/Vevay
Turks And Caicos Standard Time: America/Grand_Turk
Paraguay Standard Time: America/Asuncion
Atlantic Standard Time: America/Halifax Canada/Atlantic Atlantic/Bermuda America/Glace_Bay America/Goose_Bay America/Moncton America/Thule
Venezuela Standard Time: America/Caracas
Central Brazilian Standard Time: America/Cuiaba America/Campo_Grande
SA Western Standard Time: America/La_Paz America/Antigua America/Anguilla America/Aruba America/Barbados America/St_Barthelemy America/Kralendijk America/Manaus Brazil/West America/Boa_Vista America/Porto_Velho America/Blanc-Sablon America/Curacao America/Dominica America/Santo_Domingo America/Grenada America/Guadeloupe America/Guyana America/St_Kitts America/St_Lucia America/Marigot America/Martinique America/Montserrat America/Puerto_Rico America/Lower_Princes America/Port_of_Spain America/St_Vincent America/Tortola America/St_Thomas America/Virgin
Pacific SA Standard Time: America/Santiago Chile/Continental
Newfoundland Standard Time: America/St_Johns Canada/Newfoundland
Tocantins Standard Time: America/Araguaina
E. South America Standard Time: America/Sao_Paulo Brazil/East
SA Eastern Standard Time: America/Cayenne Antarctica/Rothera Antarctica/Palmer America/Fortaleza America/Belem America/Maceio America/Recife America/Santarem Atlantic/Stanley America/Paramaribo
Argentina Standard Time: America/Buenos_Aires America/Argentina/Buenos_Aires America/Argentina/La_Rioja America/Argentina/Rio_Gallegos America/Argentina/Salta America/Argentina/San_Juan America/Argentina/San_Luis America/Argentina/Tucuman America/Argentina/Ushuaia America/Catamarca America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Cordoba America/Argentina/Cordoba America/Rosario America/Jujuy America/Argentina/Jujuy America/Mendoza America/Argentina/Mendoza
Greenland Standard Time: America/Godthab America/Nuuk
Montevideo Standard Time: America/Montevideo
Magallanes Standard Time: America/Punta_Arenas
Saint Pierre Standard Time: America/Miquelon
Bahia Standard Time: America/Bahia
UTC-02: Etc/GMT+2 America/Noronha Brazil/DeNoronha Atlantic/South_Georgia
Azores Standard Time: Atlantic/Azores America/Scoresbysund
Cape Verde Standard Time: Atlantic/Cape_Verde
UTC: Etc/UTC Etc/UCT Etc/Universal Etc/Zulu UTC Etc/GMT GMT Etc/Greenwich
GMT Standard Time: Europe/London Europe/Belfast Atlantic/Canary Atlantic/Faeroe Atlantic/Faroe Europe/Guernsey Europe/Dublin Europe/Isle_of_Man Europe/Jersey Europe/Lisbon Atlantic/Madeira
Greenwich Standard Time: Atlantic/Reykjavik Africa/Ouagadougou Africa/Abidjan Africa/Accra America/Danmarkshavn Africa/Banjul Africa/Conakry Africa/Bissau Africa/Monrovia Africa/Bamako Africa/Timbuktu Africa/Nouakchott Atlantic/St_Helena Africa/Freetown Africa/Dakar Africa/Lome
Sao Tome Standard Time: Africa/Sao_Tome
Morocco Standard Time: Africa/Casablanca Africa/El_Aaiun
W. Europe Standard Time: Europe/Berlin Europe/Andorra Europe/Vienna Europe/Zurich Europe/Busingen Europe/Gibraltar Europe/Rome Europe/Vaduz Europe/Luxembourg Europe/Monaco Europe/Malta Europe/Amsterdam Europe/Oslo Europe/Stockholm Arctic/Longyearbyen Atlantic/Jan_Mayen Europe/San_Marino Europe/Vatican
Central Europe Standard Time: Europe/Budapest Europe/Tirane Europe/Prague Europe/Podgorica Europe/Belgrade Europe/Ljubljana Europe/Bratislava
Romance Standard Time: Europe/Paris Europe/Brussels Europe/Copenhagen Europe/Madrid Africa/Ceuta
Central European Standard Time: Europe/Warsaw Europe/Sarajevo Europe/Zagreb Europe/Skopje
W. Central Africa Standard Time: Africa/Lagos Africa/Luanda Africa/Porto-Novo Africa/Kinshasa Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Algiers Africa/Libreville Africa/Malabo Africa/Niamey Africa/Ndjamena Africa/Tunis
Jordan Standard Time: Asia/Amman
GTB Standard Time: Europe/Bucharest Asia/Nicosia Europe/Nicosia Asia/Famagusta Europe/Athens
Middle East Standard Time: Asia/Beirut
Egypt Standard Time: Africa/Cairo
E. Europe Standard Time: Europe/Chisinau Europe/Tiraspol
Syria Standard Time: Asia/Damascus
West Bank Standard Time: Asia/Hebron Asia/Gaza
South Africa Standard Time: Africa/Johannesburg Africa/Bujumbura Africa/Gaborone Africa/Lubumbashi Africa/Maseru Africa/Blantyre Africa/Maputo Africa/Kigali Africa/Mbabane Africa/Lusaka Africa/Harare
FLE Standard Time: Europe/Kiev Europe/Mariehamn Europe/Sofia Europe/Tallinn Europe/Helsinki Europe/Vilnius Europe/Riga Europe/Uzhgorod Europe/Zaporozhye Europe/Kyiv
Israel Standard Time: Asia/Jerusalem Asia/Tel_Aviv
South Sudan Standard Time: Africa/Juba
Kaliningrad Standard Time: Europe/Kaliningrad
Sudan Standard Time: Africa/Khartoum
Libya Standard Time: Africa/Tripoli
Namibia Standard Time: Africa/Windhoek
Arabic Standard Time: Asia/Baghdad
Turkey Standard Time: Europe/Istanbul Asia/Istanbul
Arab Standard Time: Asia/Riyadh Asia/Bahrain Asia/Kuwait Asia/Qatar Asia/Aden
Belarus Standard Time: Europe/Minsk
Russian Standard Time: Europe/Moscow Europe/Kirov Europe/Simferopol
E. Africa Standard Time: Africa/Nairobi Antarctica/Syowa Africa/Djibouti Africa/Asmera Africa/Asmara Africa/Addis_Ababa Indian/Comoro Indian/Antananarivo Africa/Mogadishu Africa/Dar_es_Salaam Africa/Kampala Indian/Mayotte
Iran Standard Time: Asia/Tehran
Arabian Standard Time: Asia/Dubai Asia/Muscat
Astrakhan Standard Time: Europe/Astrakhan Europe/Ulyanovsk
Azerbaijan Standard Time: Asia/Baku
Russia Time Zone 3: Europe/Samara
Mauritius Standard Time: Indian/Mauritius Indian/Reunion Indian/Mahe
Saratov Standard Time: Europe/Saratov
Georgian Standard Time: Asia/Tbilisi
Volgograd Standard Time: Europe/Volgograd
Caucasus Standard Time: Asia/Yerevan
Afghanistan Standard Time: Asia/Kabul
West Asia Standard Time: Asia/Tashkent Antarctica/Mawson Asia/Oral Asia/Aqtau Asia/Aqtobe Asia/Atyrau Indian/Maldives Indian/Kerguelen Asia/Dushanbe Asia/Ashgabat Asia/Ashkhabad Asia/Samarkand
Ekaterinburg Standard Time: Asia/Yekaterinburg
Pakistan Standard Time: Asia/Karachi
Qyzylorda Standard Time: Asia/Qyzylorda
India Standard Time: Asia/Calcutta Asia/Kolkata
Sri Lanka Standard Time: Asia/Colombo
Nepal Standard Time: Asia/Katmandu Asia/Kathmandu
Central Asia Standard Time: Asia/Almaty Antarctica/Vostok Asia/Urumqi Asia/Kashgar Indian/Chagos Asia/Bishkek Asia/Qostanay
Bangladesh Standard Time: Asia/Dhaka Asia/Dacca Asia/Thimphu Asia/Thimbu
Omsk Standard Time: Asia/Omsk
Myanmar Standard Time: Asia/Rangoon Asia/Yangon Indian/Cocos
SE Asia Standard Time: Asia/Bangkok Antarctica/Davis Indian/Christmas Asia/Jakarta Asia/Pontianak Asia/Phnom_Penh Asia/Vientiane Asia/Saigon Asia/Ho_Chi_Minh
Altai Standard Time: Asia/Barnaul
W. Mongolia Standard Time: Asia/Hovd
North Asia Standard Time: Asia/Krasnoyarsk Asia/Novokuznetsk
N. Central Asia Standard Time: Asia/Novosibirsk
Tomsk Standard Time: Asia/Tomsk
China Standard Time: Asia/Shanghai Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Hong_Kong Asia/Macau Asia/Macao
North Asia East Standard Time: Asia/Irkutsk
Singapore Standard Time: Asia/Singapore Asia/Brunei Asia/Makassar Asia/Ujung_Pandang Asia/Kuala_Lumpur Asia/Kuching Asia/Manila
W. Australia Standard Time: Australia/Perth Australia/West
Taipei Standard Time: Asia/Taipei
Ulaanbaatar Standard Time: Asia/Ulaanbaatar Asia/Ulan_Bator Asia/Choibalsan
Aus Central W. Standard Time: Australia/Eucla
Transbaikal Standard Time: Asia/Chita
Tokyo Standard Time: Asia/Tokyo Asia/Jayapura Pacific/Palau Asia/Dili
North Korea Standard Time: Asia/Pyongyang
Korea Standard Time: Asia/Seoul
Yakutsk Standard Time: Asia/Yakutsk Asia/Khandyga
Cen. Australia Standard Time: Australia/Adelaide Australia/South Australia/Broken_Hill Australia/Yancowinna
AUS Central Standard Time: Australia/Darwin Australia/North
E. Australia Standard Time: Australia/Brisbane Australia/Queensland Australia/Lindeman
AUS Eastern Standard Time: Australia/Sydney Australia/ACT Australia/Canberra Australia/NSW Australia/Melbourne Australia/Victoria
West Pacific Standard Time: Pacific/Port_Moresby Antarctica/DumontDUrville Pacific/Truk Pacific/Chuuk Pacific/Yap Pacific/Guam Pacific/Saipan
Tasmania Standard Time: Australia/Hobart Australia/Tasmania Australia/Currie Antarctica/Macquarie
Vladivostok Standard Time: Asia/Vladivostok Asia/Ust-Nera
Lord Howe Standard Time: Australia/Lord_Howe Australia/LHI
Bougainville Standard Time: Pacific/Bougainville
Russia Time Zone 10: Asia/Srednekolymsk
Magadan Standard Time: Asia/Magadan
Norfolk Standard Time: Pacific/Norfolk
Sakhalin Standard Time: Asia/Sakhalin
Central Pacific Standard Time: Pacific/Guadalcanal Antarctica/Casey Pacific/Ponape Pacific/Pohnpei Pacific/Kosrae Pacific/Noumea Pacific/Efate
Russia Time Zone 11: Asia/Kamchatka Asia/Anadyr
New Zealand Standard Time: Pacific/Auckland Antarctica/South_Pole Antarctica/McMurdo
UTC+12: Etc/GMT-12 Pacific/Tarawa Pacific/Majuro Pacific/Kwajalein Pacific/Nauru Pacific/Funafuti Pacific/Wake Pacific/Wallis
Fiji Standard Time: Pacific/Fiji
Chatham Islands Standard Time: Pacific/Chatham
UTC+13: Etc/GMT-13 Pacific/Enderbury Pacific/Fakaofo
Tonga Standard Time: Pacific/Tongatapu
Samoa Standard Time: Pacific/Apia
Line Islands Standard Time: Pacific/Kiritimati
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
export function ianaOf(windowsName: string): string | undefined {
  return zones().windows.get(windowsName.toLowerCase())?.iana;
}

/** What is wrong with the name of a time zone and what would be right, or nothing where Windows has it. */
export function zoneComplaint(name: string): string | undefined {
  const { windows, iana } = zones();
  if (windows.has(name.toLowerCase())) return undefined;
  const meant = iana.get(name.toLowerCase()) ?? iana.get(canonicalZone(name)?.toLowerCase() ?? "");
  if (meant !== undefined) return `Azure takes Windows' names of time zones here: \`${name}\` is \`${meant}\``;
  const known = [...windows.values()].map((zone) => zone.name);
  return `\`${name}\` is no time zone of Windows${suggest(name, known)}; such are \`UTC\`, \`Korea Standard Time\` or \`W. Europe Standard Time\``;
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
