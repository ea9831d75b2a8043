package io.rsyncbackup.backup;

import io.rsyncbackup.command.CommandRunner;
import io.rsyncbackup.destination.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/** The real storage of this host; somebody hears what each call has done, and may change what is heard of it. */
final class WatchedStorage {
    private WatchedStorage() {}

    /** What was done. */
    record Call(String method, List<Object> arguments) {
        /** Whether a file of that directory was written with that in it. */
        boolean writes(Path directory, String text) {
            return method.equals("write")
                    && directory.equals(((Path) arguments.getFirst()).getParent())
                    && new String((byte[]) arguments.get(1), StandardCharsets.UTF_8).contains(text);
        }

        /** Whether something went into that directory. */
        boolean movesInto(Path directory) {
            return method.equals("rename") && directory.equals(((Path) arguments.get(1)).getParent());
        }
    }

    static Storage of(CommandRunner runner, BiFunction<Call, Object, Object> heard) {
        Storage real = Storage.here(runner);
        return (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (proxy, method, arguments) -> {
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    return heard.apply(
                            new Call(method.getName(), arguments == null ? List.of() : List.of(arguments)), result);
                });
    }
}
