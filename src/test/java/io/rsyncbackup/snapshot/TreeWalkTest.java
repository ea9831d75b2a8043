package io.rsyncbackup.snapshot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rsyncbackup.snapshot.TreeParts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TreeWalkTest {
    private static Optional<TreeParts> of(int wanted, String... lines) {
        return of(wanted, 1, lines);
    }

    private static Optional<TreeParts> of(int wanted, long smallest, String... lines) {
        TreeWalk walk = new TreeWalk(wanted);
        for (String line : lines) {
            walk.accept(line.getBytes(ISO_8859_1));
        }
        return walk.end(smallest);
    }

    @Test
    void wholeDirectoriesAreSharedOut() {
        TreeParts tree = of(2, "0 400 /", "1 400 a/", "2 400 a/x/", "1 400 b/", "2 400 b/x/")
                .orElseThrow();
        assertThat(tree.shared()).containsExactly(".");
        assertThat(tree.parts())
                .containsExactly(
                        new Part(".", List.of("a"), 28), new Part(".", List.of("b"), 28), new Part(".", List.of(), 14));
    }

    @Test
    void aNameThatLooksLikeALineIsNoDirectory() {
        // the directory "\n3 400 evil" in a, as find tells it
        assertThat(of(2, "0 400 /", "1 400 a/", "2 400 a/", "3 400 evil/")).isEmpty();
    }

    @Test
    void aLargeDirectoryIsCutInside() {
        TreeParts tree = of(8, "0 0 /", "1 0 a/", "2 400 a/x/", "2 400 a/y/", "3 400 a/y/z/", "1 0 b/")
                .orElseThrow();
        assertThat(tree.shared()).containsExactly(".", "a", "a/x", "a/y", "a/y/z");
        assertThat(tree.parts()).contains(new Part(".", List.of("b"), 4), new Part("a/y/z", List.of(), 14));
    }

    @Test
    void everyDirectoryIsInExactlyOnePart() {
        List<String> lines = new ArrayList<>(List.of("0 4096 /"));
        for (int first = 0; first < 20; first++) {
            lines.add("1 4096 d" + first + "/");
            for (int second = 0; second < first * 10; second++) {
                lines.add("2 " + 4096 * (1 + second % 7) + " d" + first + "/e" + second + "/");
            }
        }
        TreeParts tree = of(32, lines.toArray(String[]::new)).orElseThrow();
        List<String> covered = new ArrayList<>();
        for (Part part : tree.parts()) {
            String above = part.directory().equals(".") ? "" : part.directory() + "/";
            if (part.names().isEmpty()) {
                covered.add(above);
            }
            part.names().forEach(name -> covered.add(above + name + "/"));
        }
        assertThat(covered).doesNotHaveDuplicates();
        long whole = tree.parts().stream().mapToLong(Part::work).sum();
        assertThat(tree.parts().getFirst().work()).isLessThanOrEqualTo(whole / 8);
        assertThat(tree.parts()).isSortedAccordingTo((a, b) -> Long.compare(b.work(), a.work()));
    }

    @Test
    void aSmallTreeIsNotCut() {
        assertThat(of(8, 1_000, "0 4096 /")).isEmpty();
        assertThat(of(8, 100, "0 4096 /")).isPresent();
    }

    @Test
    void whatIsNoLineOfFindIsRefused() {
        assertThat(of(2)).isEmpty();
        assertThat(of(2, "1 4096 a/")).isEmpty();
        assertThat(of(2, "0 4096 /", "1 4096 line", "end/")).isEmpty();
        assertThat(of(2, "0 4096 /", "1 4096 line", "1 4096 end/")).isEmpty();
        assertThat(of(2, "0 4096 /", "3 4096 a/")).isEmpty();
    }
}
