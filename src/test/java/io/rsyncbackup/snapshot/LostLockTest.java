package io.rsyncbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rsyncbackup.command.StopSignal;
import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.destination.SnapshotMethod;
import io.rsyncbackup.destination.Storage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock on another host has fallen by itself, and another server may be at work there. */
class LostLockTest {
    @TempDir
    Path disk;

    private TestDestination destination;

    @BeforeEach
    void initialise() throws IOException {
        destination = new TestDestination(disk, SnapshotMethod.HARD_LINK);
        destination.write("letter", "Dear reader");
    }

    @Test
    void publishesNothingAndTouchesNothingAnyMore() throws IOException {
        assertThatExceptionOfType(DestinationException.class)
                .isThrownBy(() -> destination.store.take(request(() -> true), StopSignal.NEVER))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(DestinationException.Reason.NETWORK));
        assertThat(destination.names()).isEmpty();
        assertThat(TestDestination.children(destination.layout.incomplete())).hasSize(1);
        destination.store.cleanUp(destination.layout);
        assertThat(destination.take().path().resolve("letter")).hasContent("Dear reader");
        assertThat(destination.names()).hasSize(1);
    }

    @Test
    void aSnapshotThatSomebodyTookAwayIsNotMade() {
        Storage robbed = (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (proxy, method, arguments) -> {
                    Object result;
                    try {
                        result = method.invoke(Storage.here(destination.runner), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (method.getName().equals("write")
                            && new String((byte[]) arguments[1], StandardCharsets.UTF_8).contains("complete")) {
                        String name =
                                ((Path) arguments[0]).getFileName().toString().replace(".json", "");
                        Files.move(
                                destination.layout.snapshot(name),
                                destination.layout.trash().resolve(name + ".x"));
                    }
                    return result;
                });
        assertThatExceptionOfType(DestinationException.class)
                .isThrownBy(
                        () -> SnapshotStore.on(robbed, Clock.systemUTC()).take(request(() -> false), StopSignal.NEVER))
                .withMessageContaining("was taken away");
        assertThat(destination.names()).isEmpty();
        assertThat(destination.layout.sidecars()).isEmptyDirectory();
    }

    private TakeRequest request(BooleanSupplier lockLost) {
        TakeRequest usual = destination.request();
        return new TakeRequest(
                usual.layout(),
                usual.method(),
                usual.partial(),
                usual.run(),
                usual.bytesTotal(),
                usual.filesTotal(),
                usual.othersFill(),
                usual.prefix(),
                usual.log(),
                lockLost);
    }
}
