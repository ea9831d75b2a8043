package io.rsyncbackup.device;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrypttabTest {
    @Test
    void readsFieldsBetweenBlanksAndTabsAndLeavesOutComments() {
        Crypttab table = parse("# backups UUID=wrong none\n\n \t # indented comment\n"
                + "backups\t \tUUID=ab-cd   /etc/keys/b  luks,noauto,keyslot=2\n");
        assertThat(table.entries()).hasSize(1);
        Crypttab.Entry entry = table.find("backups").orElseThrow();
        assertThat(entry.line()).isEqualTo(4);
        assertThat(entry.source()).isEqualTo("UUID=ab-cd");
        assertThat(entry.key()).isEqualTo("/etc/keys/b");
        assertThat(entry.options()).containsExactly("luks", "noauto", "keyslot=2");
        assertThat(entry.option("keyslot")).contains("2");
        assertThat(entry.option("luks")).contains("");
        assertThat(entry.option("key")).isEmpty();
        assertThat(entry.where()).isEqualTo("line 4 of crypttab: backups UUID=ab-cd /etc/keys/b luks,noauto,keyslot=2");
    }

    @Test
    void missingFieldsAreEmpty() {
        Crypttab.Entry entry = parse("backups /dev/sdb1").find("backups").orElseThrow();
        assertThat(entry.key()).isEmpty();
        assertThat(entry.options()).isEmpty();
        assertThat(parse("backups").find("backups").orElseThrow().source()).isEmpty();
    }

    @Test
    void decodesOctalDigitsAlsoInOptionsButOnlyAfterTheirSplit() {
        Crypttab.Entry entry = parse("b LABEL=my\\040disk /k\\040ey header=/a\\054b,luks")
                .find("b")
                .orElseThrow();
        assertThat(entry.source()).isEqualTo("LABEL=my disk");
        assertThat(entry.key()).isEqualTo("/k ey");
        assertThat(entry.options()).containsExactly("header=/a,b", "luks");
    }

    @Test
    void takesTheFirstOfTwoOfOneName() {
        assertThat(parse("b /dev/one k\nb /dev/two k").find("b").orElseThrow().source())
                .isEqualTo("/dev/one");
    }

    @Test
    void aLineThatIsNoTextDoesNotDisturbTheOthers() {
        byte[] content = "x\u00ff /dev/\u00fe none\nb /dev/b /k luks\n".getBytes(ISO_8859_1);
        assertThat(Crypttab.parse(content).find("b")).isPresent();
        assertThat(parse("b /dev/bäckup /k").find("b").orElseThrow().source()).isEqualTo("/dev/bäckup");
    }

    @Test
    void anUnfinishedEscapeIsLeftAsItIs() {
        assertThat(TabLines.unescape("a\\04")).isEqualTo("a\\04");
        assertThat(TabLines.unescape("a\\999\\040\\")).isEqualTo("a\\999 \\");
    }

    private static Crypttab parse(String text) {
        return Crypttab.parse(text.getBytes(UTF_8));
    }
}
