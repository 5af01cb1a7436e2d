package dev.ascent.redaction;

import java.util.List;
import java.util.Locale;
import org.apache.commons.validator.routines.IBANValidator;
import org.apache.commons.validator.routines.InetAddressValidator;
import org.apache.commons.validator.routines.checkdigit.ABANumberCheckDigit;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;

/**
 * The finders that need no configuration. Numbers count where their check digits are right, where
 * their form is one that little else has, or where the words before them say what they are.
 */
final class Finders {
  /** No letter or digit next to it. */
  private static final String START = "(?<![\\p{L}\\p{N}])";

  private static final String END = "(?![\\p{L}\\p{N}])";

  private Finders() {}

  /** All of them; where two find the same, the earlier one names it. */
  static List<Finder> all() {
    return List.of(
        privateKeys(),
        knownTokens(),
        namedSecrets(),
        passwordsInAddresses(),
        randomTokens(),
        emails(),
        encodedEmails(),
        spelledEmails(),
        ibans(),
        cards(),
        socialSecurityNumbers(),
        routingNumbers(),
        sortCodes(),
        namedAccounts(),
        passports(),
        ipv4(),
        ipv6(),
        internationalPhones(),
        groupedPhones(),
        nationalPhones(),
        namedPhones());
  }

  private static Finder privateKeys() {
    return PatternFinder.of(
        Kind.SECRET,
        "-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\\z)");
  }

  private static Finder knownTokens() {
    return PatternFinder.of(
        Kind.SECRET,
        START
            + "(?:"
            + "[sprk]k[-_](?:[A-Za-z0-9_-]{1,20}[-_])?[A-Za-z0-9_-]{16,200}"
            + "|gh[pousr]_[A-Za-z0-9]{20,255}"
            + "|github_pat_[A-Za-z0-9_]{20,255}"
            + "|glpat-[A-Za-z0-9_-]{16,255}"
            + "|xox[a-z]-[A-Za-z0-9-]{10,255}"
            + "|(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,64}"
            + "|AIza[A-Za-z0-9_-]{30,64}"
            + "|ya29\\.[A-Za-z0-9_-]{16,512}"
            + "|hf_[A-Za-z0-9]{16,64}"
            + "|npm_[A-Za-z0-9]{20,64}"
            + "|pypi-[A-Za-z0-9_-]{16,255}"
            + "|SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,64}"
            + "|eyJ[A-Za-z0-9_-]{8,2048}\\.[A-Za-z0-9_-]{8,8192}(?:\\.[A-Za-z0-9_-]{0,2048})?"
            + ")"
            + END);
  }

  private static Finder namedSecrets() {
    return PatternFinder.of(
        Kind.SECRET,
        "(?i)"
            + "(?:(?:api[ _-]?key|secret|access[ _-]?key|token|passwor[dt]|passwd|passphrase|pwd)"
            + "(?:\\s{1,3}is)?[\"']?\\s{0,3}[:=]?\\s{0,3}|bearer\\s{1,3}|basic\\s{1,3})"
            + "[\"'`]?(?<data>[^\\s\"'`,;]{6,512})",
        Finders::looksSecret);
  }

  /** Words after `password` are seldom one; a digit or a sign within tells. */
  private static boolean looksSecret(String text) {
    String core = text.replaceAll("[.!?)\\]}]+$", "");
    return core.length() >= 6
        && core.chars().anyMatch(c -> !Character.isLetter(c) && c != '-' && c != '_' && c != '/');
  }

  private static Finder passwordsInAddresses() {
    return PatternFinder.of(
        Kind.SECRET, "[a-zA-Z][a-zA-Z0-9+.-]{1,20}://(?<data>[^\\s/@:]{1,256}:[^\\s/@]{1,256})@");
  }

  private static Finder randomTokens() {
    return PatternFinder.of(
        Kind.SECRET,
        "(?<![A-Za-z0-9_+/=-])[A-Za-z0-9_+/=-]{32,}+(?![\\p{L}\\p{N}])",
        RandomText::isRandom);
  }

  private static Finder emails() {
    return PatternFinder.of(
        Kind.EMAIL,
        "[\\p{L}\\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@"
            + "(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,62}[\\p{L}\\p{N}])?\\.){1,8}[\\p{L}]{2,24}"
            + END);
  }

  /** As they stand in addresses of pages and in HTML. */
  private static Finder encodedEmails() {
    return PatternFinder.of(
        Kind.EMAIL,
        "(?i)(?<![\\p{L}\\p{N}._+-])[\\p{L}\\p{N}._+-]{1,64}+(?:%40|&#64;|&#x40;|&commat;)"
            + "[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){0,8}\\.[\\p{L}]{2,24}"
            + END);
  }

  private static Finder spelledEmails() {
    return PatternFinder.of(
        Kind.EMAIL,
        "(?i)"
            + START
            + "[\\p{L}\\p{N}._%+-]{1,64}"
            + "(?:\\s{0,2}[\\[({<]\\s{0,2}(?:at|@)\\s{0,2}[\\])}>]\\s{0,2}[\\p{L}\\p{N}-]{1,63}"
            + "(?:\\s{0,2}(?:\\.|[\\[({<]\\s{0,2}(?:dot|\\.)\\s{0,2}[\\])}>]|\\sdot\\s)\\s{0,2}[\\p{L}\\p{N}-]{2,63}){1,4}"
            + "|\\s{1,2}at\\s{1,2}[\\p{L}\\p{N}-]{1,63}(?:\\s{1,2}dot\\s{1,2}[\\p{L}\\p{N}-]{2,63}){1,4})"
            + END);
  }

  private static Finder ibans() {
    return PatternFinder.of(
        Kind.IBAN,
        "(?i)" + START + "[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]){11,30}" + END,
        found -> IBANValidator.getInstance().isValid(plain(found).toUpperCase(Locale.ROOT)));
  }

  private static Finder cards() {
    return PatternFinder.of(
        Kind.CARD,
        START + "[2-6](?:[ .-]{0,2}[0-9]){12,18}" + END,
        found -> LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(digits(found)));
  }

  private static Finder socialSecurityNumbers() {
    return PatternFinder.of(
        Kind.ACCOUNT,
        "(?<![\\p{L}\\p{N}-])(?!000|666|9)[0-9]{3}([- ])(?!00)[0-9]{2}\\1(?!0000)[0-9]{4}(?![\\p{L}\\p{N}-])");
  }

  private static Finder routingNumbers() {
    return PatternFinder.of(
        Kind.ACCOUNT,
        "(?i)(?:routing|aba|rtn)[\\p{L}\\s.:#]{0,24}(?<data>[0-9]{9})" + END,
        found -> ABANumberCheckDigit.ABAN_CHECK_DIGIT.isValid(found));
  }

  private static Finder sortCodes() {
    return PatternFinder.of(
        Kind.ACCOUNT, START + "[0-9]{2}-[0-9]{2}-[0-9]{2}[\\s,/]{1,3}[0-9]{8}" + END);
  }

  private static Finder namedAccounts() {
    return PatternFinder.of(
        Kind.ACCOUNT,
        "(?i)"
            + START
            + "(?:(?:bank|checking|savings|giro)[ -]?)?"
            + "(?:account|acct|a/c|konto|ssn|social security|tax id|passport|iban)"
            + "(?:[ -]?(?:number|num|nummer|no|nr|id))?[\\s.:#=]{0,4}(?:is\\s{1,2})?"
            + "(?<data>[A-Z]{0,2}[0-9](?:[ -]?[0-9]){5,18})"
            + END);
  }

  /** Letters and digits in an order that differs by country, three digits at least. */
  private static Finder passports() {
    return PatternFinder.of(
        Kind.ACCOUNT,
        "(?i)"
            + START
            + "(?:passport|reisepass|passeport|pasaporte)"
            + "(?:[ -]?(?:number|num|nummer|no|nr|id))?[\\s.:#=]{0,4}(?:is\\s{1,2})?"
            + "(?<data>[A-Z0-9]{6,12})"
            + END,
        found -> found.chars().filter(Character::isDigit).count() >= 3);
  }

  private static Finder ipv4() {
    return PatternFinder.of(
        Kind.IP,
        "(?<![\\p{L}\\p{N}.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![\\p{L}\\p{N}]|\\.[0-9])",
        InetAddressValidator.getInstance()::isValidInet4Address);
  }

  private static Finder ipv6() {
    return PatternFinder.of(
        Kind.IP,
        "(?<![\\p{L}\\p{N}:])(?=[0-9A-Fa-f:.]{0,45}:[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{2,39}(?:[0-9.]{0,15}[0-9])?(?![\\p{L}\\p{N}:])",
        Finders::isInet6);
  }

  private static boolean isInet6(String found) {
    return found.chars().filter(c -> c == ':').count() >= 2
        && found.chars().anyMatch(Character::isDigit)
        && InetAddressValidator.getInstance().isValidInet6Address(found);
  }

  private static Finder internationalPhones() {
    return PatternFinder.of(
        Kind.PHONE, "(?<![\\p{L}\\p{N}+])(?:\\+|00)[ ]?[1-9](?:[ ./()-]{0,3}[0-9]){6,14}" + END);
  }

  private static Finder groupedPhones() {
    return PatternFinder.of(
        Kind.PHONE,
        "(?<![\\p{L}\\p{N}]|[0-9][.-])(?:1[ .-])?(?:\\([2-9][0-9]{2}\\)[ .-]?|[2-9][0-9]{2}[ .-])[0-9]{3}[ .-][0-9]{4}"
            + "(?![\\p{L}\\p{N}]|[.-][0-9])");
  }

  private static Finder nationalPhones() {
    return PatternFinder.of(
        Kind.PHONE,
        "(?<![\\p{L}\\p{N}]|[0-9][.,/-])\\(?0[1-9](?=[0-9]*[ ()/.-]{1,3}[0-9])(?:[ ()/.-]{0,3}[0-9]){7,11}"
            + "(?![\\p{L}\\p{N}]|[.,/-][0-9])");
  }

  private static Finder namedPhones() {
    return PatternFinder.of(
        Kind.PHONE,
        "(?i)"
            + START
            + "(?:tel|telephone|telefon|phone|mobile|mobil|handy|cell|fax|whatsapp|call me (?:at|on|under)|reach me (?:at|on|under)|text me (?:at|on))"
            + "(?:[ -]?(?:number|no|nr))?[\\s.:#=]{0,4}(?:is\\s{1,2}|at\\s{1,2}|on\\s{1,2})?"
            + "(?<data>[(+]{0,2}[0-9](?:[ ./()-]{0,3}[0-9]){5,14})"
            + END);
  }

  private static String plain(String found) {
    return found.replaceAll("[ -]", "");
  }

  private static String digits(String found) {
    return found.replaceAll("[^0-9]", "");
  }
}
