package io.rsyncbackup.run;

import org.jspecify.annotations.Nullable;

/** As what a running run would end if nothing more happened. */
public record RunSoFar(RunState state, @Nullable RunReason reason) {}
