package io.rsyncbackup.destination;

import io.rsyncbackup.command.LocalCommandRunner;
import java.util.List;

class LocalStorageTest extends StorageContract {
    private final LocalCommandRunner runner = new LocalCommandRunner("test");

    @Override
    Storage storage() {
        return Storage.here(runner);
    }

    @Override
    Storage other() {
        return Storage.there(runner, runner, List::of);
    }
}
