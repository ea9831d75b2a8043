package io.rsyncbackup.access;

import java.util.Set;

/** Who asks. */
public record Caller(String tokenId, String name, Set<Permission> permissions) {}
