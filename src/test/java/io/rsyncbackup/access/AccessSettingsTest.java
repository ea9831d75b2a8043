package io.rsyncbackup.access;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rsyncbackup.access.AccessSettings.ConfiguredToken;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessSettingsTest {
    @Test
    void refusesATokenThatCanNeverBeUsed() {
        String hash = TokenHash.of("x").hexadecimal();
        assertThatThrownBy(() -> new ConfiguredToken(" ", hash, Set.of(Permission.READ)))
                .hasMessage("a token needs a name");
        assertThatThrownBy(() -> new ConfiguredToken("ci", "bks_plain", Set.of(Permission.READ)))
                .hasMessageContaining("token \"ci\"")
                .hasMessageContaining("sha256sum");
        assertThatThrownBy(() -> new ConfiguredToken("ci", hash, Set.of())).hasMessageContaining("has no permission");
    }
}
