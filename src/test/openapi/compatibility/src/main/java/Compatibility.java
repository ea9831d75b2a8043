import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Path;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.output.ConsoleRender;

/** Prints whether clients of the first document can go on with the second, and what is different. */
final class Compatibility {
    /** @param documents old and new, and again */
    public static void main(String[] documents) throws IOException {
        for (int pair = 0; pair < documents.length; pair += 2) {
            compare(documents[pair], documents[pair + 1]);
        }
    }

    private static void compare(String before, String after) throws IOException {
        var changes = OpenApiCompare.fromFiles(Path.of(before).toFile(), Path.of(after).toFile());
        System.out.println(changes.isUnchanged() ? "unchanged" : changes.isCompatible() ? "compatible" : "incompatible");
        if (changes.isIncompatible()) {
            var text = new ByteArrayOutputStream();
            new ConsoleRender().render(changes, new OutputStreamWriter(text));
            System.out.println(text);
        }
    }
}
