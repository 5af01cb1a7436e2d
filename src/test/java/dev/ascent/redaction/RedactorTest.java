package dev.ascent.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final Redactor REDACTOR = redactor(RedactionSettings.DEFAULT);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          write to mara.lind@example.com please           | write to [email] please
          MARA@EXAMPLE.CO.UK.                             | [email].
          mara+news@mail.example.org, or phone            | [email], or phone
          jürgen@müller.example                           | [email]
          mara [at] example [dot] com                     | [email]
          mara (at) example.com                           | [email]
          mara at example dot com                         | [email]
          /reset?mail=mara%40example.com&x=1              | /reset?mail=[email]&x=1
          mara&#64;example.com                            | [email]
          ｍａｒａ＠ｅｘａｍｐｌｅ．ｃｏｍ here            | [email] here
          call +49 30 901820 today                        | call [phone] today
          call +1 (415) 555-0134.                         | call [phone].
          0044 20 7946 0958                               | [phone]
          (415) 555-0134                                  | [phone]
          415-555-0134 or 415.555.0134                    | [phone] or [phone]
          ring 030 / 901820-5 first                       | ring [phone] first
          06 12 34 56 78                                  | [phone]
          my mobile is 01711234567                        | my mobile is [phone]
          tel: 5550134                                    | tel: [phone]
          card 4111 1111 1111 1111 12/27                  | card [card] 12/27
          4111-1111-1111-1111                             | [card]
          order 7 5555555555554444 failed                 | order 7 [card] failed
          378282246310005                                 | [card]
          DE89 3704 0044 0532 0130 00 is my account       | [iban] is my account
          gb82west12345698765432                          | [iban]
          routing number 021000021                        | routing number [account]
          SSN 219-09-9999                                 | SSN [account]
          account no. 12345678                            | account no. [account]
          passport no C01X00T47                           | passport no [account]
          my passport is K7Q400X1B here                   | my passport is [account] here
          20-00-00 12345678                               | [account]
          from 192.168.17.4 at noon                       | from [ip] at noon
          2001:db8::8a2e:370:7334 fails                   | [ip] fails
          the key is sk-proj-abcdEFGH1234567890abcd       | the key is [secret]
          AKIAIOSFODNN7EXAMPLE                            | [secret]
          token ghp_16C7e42F292c6912E7710c838347Ae178B4a  | token [secret]
          password: hunter2!                              | password: [secret]
          "api_key": "a8f5f167f44f"                       | "api_key": "[secret]"
          Authorization: Bearer abc.def.ghi1              | Authorization: Bearer [secret]
          https://mara:s3cret@example.org/x               | https://[secret]/x
          wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY9       | [secret]
          eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl | [secret]
          """)
  void personalDataAndSecretsAreReplacedByTheirKind(String text, String redacted) {
    assertThat(REDACTOR.record().redact(text)).isEqualTo(redacted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order 48213 of 2026-11-28 came at 10:45:33",
        "version 2.14.0 on 28.11.2026, build 1.2.3.4.5",
        "it costs 1,299.00 USD, or 12 x 99.95",
        "ticket 1764369600000 is from 28/11/2026",
        "4111 1111 1111 1112 has a wrong check digit",
        "GB82 WEST 1234 5698 7654 33 has one, too",
        "my password does not work and I forgot my token",
        "the secret of good service is patience",
        "internationalization_of_the_configuration_service",
        "id 3f2504e0-4f89-11d3-9a0c-0305e82c3301, digest d41d8cd98f00b204e9800998ecf8427e",
        "meet me at the shop at noon",
        "100 + 200 = 300, 5-3-2",
        "the address 300.1.1.1 is none",
        "std::vector and a::b are C++",
        "Reply [email] to [phone 2]",
      })
  void otherTextStaysAsItIs(String text) {
    assertThat(REDACTOR.record().redact(text)).isEqualTo(text);
  }

  @Test
  void whatIsHiddenFromTheEyeIsFound() {
    assertThat(REDACTOR.record().redact("m\u200Bara@exam\u00ADple.com"))
        .as("characters without width")
        .isEqualTo("[email]");
    assertThat(REDACTOR.record().redact("٤١١١ ١١١١ ١١١١ ١١١١"))
        .as("digits of another script")
        .isEqualTo("[card]");
  }

  @Test
  void oneRecordTellsItsAddressesApart() {
    Redactor.OfRecord record = REDACTOR.record();

    assertThat(record.redact("from a@example.com to b@example.com"))
        .isEqualTo("from [email] to [email 2]");
    assertThat(record.redact("B@example.com")).isEqualTo("[email 2]");
    assertThat(REDACTOR.record().redact("b@example.com")).isEqualTo("[email]");
  }

  @Test
  void listedNamesAreFoundAsWholeWords(@TempDir Path folder) throws IOException {
    Path names = Files.writeString(folder.resolve("names.txt"), "Mara Lind\nÅse\n\n");
    Redactor redactor =
        redactor(new RedactionSettings(List.of(Kind.NAME), names.toString(), List.of(), "", ""));

    assertThat(redactor.record().redact("MARA  LIND and Mara saw åse, not Åsete"))
        .isEqualTo("[name] and Mara saw [name 2], not Åsete");
  }

  @Test
  void phonesOfARegionAreFoundAsTheyAreWrittenThere() {
    Redactor redactor =
        redactor(new RedactionSettings(List.of(Kind.PHONE), "", List.of("FR"), "", ""));

    assertThat(redactor.record().redact("ligne 0142685300 svp")).isEqualTo("ligne [phone] svp");
    assertThat(REDACTOR.record().redact("ligne 0142685300 svp")).contains("0142685300");
  }

  @Test
  void patternsOfOnesOwnAreFoundAsTheyStandInTheFile(@TempDir Path folder) throws IOException {
    Redactor redactor =
        redactor(
            patterns(
                folder,
                """
                # what customers are known by
                customer=C-\\d{6}
                customer = (?<data>[a-z]+)=\\w+:7

                order=O/\\d+
                """,
                "customer",
                "order"));

    assertThat(redactor.record().redact("C-123456, key=a:7, O/12 and a@example.com"))
        .isEqualTo("[customer], [customer 2]=a:7, [order] and a@example.com");
  }

  @Test
  void aWrongLineOfPatternsIsNamed(@TempDir Path folder) throws IOException {
    assertThatThrownBy(patterns(folder, "customer\n", "customer")::redactor)
        .hasMessageContaining("patterns:1: expected KIND=REGEX, found 'customer'");
    assertThatThrownBy(patterns(folder, "\norder=x\n", "customer")::redactor)
        .hasMessageContaining("patterns:2: kind 'order' is not among those that are redacted");
    assertThatThrownBy(patterns(folder, "customer=(x\n", "customer")::redactor)
        .hasMessageContaining("patterns:1")
        .hasMessageContaining("'(x' is no regular expression");
  }

  private static RedactionSettings patterns(Path folder, String lines, String... kinds)
      throws IOException {
    Path file = Files.writeString(folder.resolve("patterns"), lines);
    return new RedactionSettings(List.of(kinds), "", List.of(), file.toString(), "");
  }

  @Test
  void unknownKindsAndRegionsAreErrors() {
    assertThatThrownBy(
            () -> new RedactionSettings(List.of("emial"), "", List.of(), "", "").redactor())
        .hasMessageContaining("nothing finds 'emial'")
        .hasMessageContaining("email");
    assertThatThrownBy(
            () -> new RedactionSettings(Kind.ALL, "", List.of("Mars"), "", "").redactor())
        .hasMessageContaining("'Mars' is no region");
  }

  @Property(tries = 500)
  void whatWasRedactedOnceHoldsNothingMore(
      @ForAll @StringLength(max = 60) @CharRange(from = ' ', to = '~') String text) {
    String once = REDACTOR.record().redact(text);

    assertThat(REDACTOR.record().redact(once)).isEqualTo(once);
  }

  @Property(tries = 500)
  void anyTextCanBeRedacted(@ForAll String text) {
    assertThat(REDACTOR.record().redact(text)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "1",
        "a.",
        "1 ",
        "aB3/",
        "@",
        "+1",
        "a@a.",
        "password",
        "::",
        "token:",
        " dot ",
        "0-",
        "api_key=",
        "DE89 ",
        "-----BEGIN PRIVATE KEY-----",
        "(",
        "1.1.1.1."
      })
  void longTextsTakeNoLongTime(String part) {
    String text = part.repeat((1 << 18) / part.length());

    assertTimeout(Duration.ofSeconds(20), () -> REDACTOR.record().redact(text));
  }

  private static Redactor redactor(RedactionSettings settings) {
    try {
      return settings.redactor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
