package io.rsyncbackup.system;

import java.util.LinkedHashMap;
import java.util.Map;

/** Everything that once changed an older snapshot, or might: a script each, run in the source's directory. */
final class Mutations {
    private Mutations() {}

    /** A source that has what the mutations need; {@code $2} is a foreign directory that nobody may touch. */
    static final String PREPARE = """
            cd "$1"
            mkdir -p many/one many/two swap/left swap/right replaced moved/here
            for i in {1..40}; do printf "file $i" >many/one/f$i; printf "other $i" >many/two/f$i; done
            printf left >swap/left/file; printf right >swap/right/file; printf L >swap/l; printf R >swap/r
            touch -d 2020-01-01Z swap/left swap/right swap/l swap/left/file swap/right/file
            touch -d 2020-01-02Z swap/r
            printf keep >replaced/file; printf moved >moved/here/file
            for i in a b c d; do printf shared >group-$i; done
            rm group-b; ln group-a group-b; ln group-a many/group-a
            mkdir -p "$2"; printf 'not yours' >"$2/file"; printf 'really not' >"$2/f1"
            cp -a docs "$2/old-docs"
            """;

    static Map<String, String> ofAnyone() {
        var mutations = new LinkedHashMap<String, String>();
        mutations.put("nothing", "true");
        mutations.put("chmod files and directories", "chmod 0640 many/one/*; chmod 0711 many/one empty");
        mutations.put(
                "setfacl", "setfacl -m u:54321:rw many/one/f1; setfacl -m g:54321:rx many/two; setfacl -b docs/two");
        mutations.put("setfattr", "setfattr -n user.new -v value many/one/f2 many; setfattr -x user.colour docs/one");
        mutations.put("touch", "touch many/one/f3 many/two; touch -h dangling");
        mutations.put("append", "printf more >>many/one/f4");
        mutations.put("replace", "printf replaced >many/one/new; mv many/one/new many/one/f5");
        mutations.put(
                "overwrite in place, same size",
                "printf FILE | dd of=many/one/f6 conv=notrunc status=none; chmod 0600 many/one/f6");
        mutations.put(
                "split a hard link",
                "cp -p --remove-destination docs/one-again docs/split; mv docs/split docs/one-again");
        mutations.put(
                "split a group without any other change", "cp -p group-b x; mv x group-b; touch -r group-a group-b");
        mutations.put(
                "join hard links", "touch -r group-c group-d; ln -f group-c group-d; ln -f many/one/f7 many/two/f7");
        mutations.put("chmod one group after a split", "chmod 0600 group-a; chmod 0644 group-b");
        mutations.put("retarget a symlink", "ln -sfn docs/two link; ln -sfn /somewhere/else dangling");
        mutations.put(
                "retarget a symlink with its old time",
                "touch x; touch -h -r link x; ln -sfn docs/thr link; touch -h -r x link; rm x");
        mutations.put("move directories", "mv many/two many/three; mv moved/here moved/there");
        mutations.put("swap two directories", "mv swap/left t; mv swap/right swap/left; mv t swap/right");
        mutations.put("swap two files", "mv swap/l t; mv swap/r swap/l; mv t swap/r");
        mutations.put("delete", "rm -r many/three; rm docs/nothing; rm fifo");
        mutations.put("fifo to file", "printf now-a-file >fifo");
        mutations.put("file to directory and back", "rm many/one/f8; mkdir many/one/f8; printf in >many/one/f8/in");
        mutations.put("directory back to file", "rm -r many/one/f8; printf file >many/one/f8");
        mutations.put("replace a directory by a symlink to a foreign one", "rm -r replaced; ln -s \"$2\" replaced");
        mutations.put("touch what the symlink leads to", "chmod 0600 docs/one; touch docs dirlink");
        mutations.put(
                "replace the symlink by a directory again",
                "rm replaced; mkdir replaced; printf again >replaced/file; printf f >replaced/f1");
        mutations.put("put an old version back with its old time", "cp -a \"$2/old-docs/.\" docs/");
        mutations.put("old time on a changed file", "printf changed >many/one/f9; touch -d 1999-01-01Z many/one/f9");
        mutations.put("time in the future", "touch -d 2099-01-01Z many/one/f10 many/one");
        mutations.put("unreadable later", "chmod 0000 many/one/f11");
        mutations.put("readable again", "chmod 0644 many/one/f11");
        mutations.put(
                "names of every kind",
                "chmod 0600 -- ./-n $'new\\nline' $'not-utf8-\\xff\\xfe' '\\#012' ' leading and trailing '; rm -- './*'");
        return mutations;
    }

    static Map<String, String> ofRoot() {
        var mutations = ofAnyone();
        mutations.put("a locked directory", "mkdir -p locked; printf x >locked/x; chmod 0000 locked");
        mutations.put("an unlocked directory", "chmod 0755 locked; chmod 0600 locked/x");
        mutations.put("chown", "chown 1111:2222 many/one/f12 many");
        mutations.put("owner of a symlink", "chown -h 3333:4444 link dangling");
        mutations.put("chown -R to the same owner", "chown -R --from=1111:2222 1111:2222 .; touch -c nothing-there");
        mutations.put("device numbers", "rm null; mknod null c 1 5; chmod 0600 disk");
        mutations.put("set-user-id", "chmod u+s many/one/f13; setfattr -n trusted.x -v y many/one/f14");
        mutations.put("everything at once", "chmod -R g+w many; chown -R 7:7 swap; rm -r deep; mv docs/two docs/2");
        return mutations;
    }
}
