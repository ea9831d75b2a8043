package io.rsyncbackup.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramsTest {
    @ParameterizedTest
    @CsvSource({
        "rsync, rsync",
        "/usr/bin/setfacl, acl",
        "getfattr, attr",
        "btrfs, btrfs-progs",
        "flock, util-linux",
        "ssh, openssh-client",
        "cp, coreutils"
    })
    void namesTheDebianPackage(String program, String debianPackage) {
        assertThat(Programs.missing(program)).contains(program).endsWith("apt-get install " + debianPackage);
    }

    @Test
    void takesAnExitCodeForTheProgramsOwnUnlessTheOneInFrontSaysOtherwise() {
        assertThat(Programs.notExecuted(127, false, "flock: failed to execute rsync: No such file or directory"))
                .isEqualTo("rsync");
        assertThat(Programs.notExecuted(69, false, "flock: failed to execute /x y: Permission denied"))
                .isEqualTo("/x y");
        assertThat(Programs.notExecuted(1, true, "sudo: rsync: command not found"))
                .isEqualTo("rsync");

        assertThat(Programs.notExecuted(1, false, "sudo: rsync: command not found"))
                .isNull();
        assertThat(Programs.notExecuted(1, true, "sudo: a password is required"))
                .isNull();
        assertThat(Programs.notExecuted(23, false, "flock: failed to execute rsync: No such file or directory"))
                .isNull();
        assertThat(Programs.notExecuted(127, false, "sh: 1: rsync: not found")).isNull();
        assertThat(Programs.notExecuted(127, false, "")).isNull();
    }
}
