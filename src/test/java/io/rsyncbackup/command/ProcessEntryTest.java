package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessEntryTest {
    private static final String REST = " S 7 42 41 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 987654 1 1";

    @ParameterizedTest
    @ValueSource(strings = {"rsync", "a b", ")", "a) R 1 1 (b", "(", ""})
    void readsFieldsWhateverTheProcessCallsItself(String name) {
        assertThat(ProcessEntry.parse("43 (" + name + ")" + REST))
                .isEqualTo(new ProcessEntry(43, name, 'S', 7, 42, 987_654));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "43", "43 (rsync)", "43 (rsync) S 7", "43 (rsync"})
    void readsNothingOfAProcessThatIsGone(String stat) {
        assertThat(ProcessEntry.parse(stat)).isNull();
    }
}
