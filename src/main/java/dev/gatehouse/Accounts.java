package dev.gatehouse;

import dev.gatehouse.access.AuthenticationFilter;
import dev.gatehouse.apikeys.ApiKeysModule;
import dev.gatehouse.apikeys.EndUserKeys;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.PermissionDeclaration;
import dev.gatehouse.limits.LimitedAuthentication;
import dev.gatehouse.roles.RolesModule;
import dev.gatehouse.sessions.EndUserSessions;
import dev.gatehouse.sessions.SessionsModule;
import dev.gatehouse.users.EndFiles;
import dev.gatehouse.users.EndKeys;
import dev.gatehouse.users.EndSessions;
import dev.gatehouse.users.UsersModule;
import java.util.List;

/** Who there is, what they may do, and how they prove who they are. */
public final class Accounts {
    final RolesModule roles;
    final UsersModule users;
    final SessionsModule sessions;
    final ApiKeysModule apiKeys;

    /** What establishes the caller of every endpoint that is not for anyone. */
    final LimitedAuthentication authentication;

    Accounts(GatehouseConfiguration config, Foundations below, EndFiles endFiles) {
        EndUserSessions endSessions = new EndUserSessions(below.clock);
        EndUserKeys endKeys = new EndUserKeys(below.clock);
        this.roles = new RolesModule(below.storage, below.caching, below.clock, below.metrics);
        this.users = users(config, below, roles, endSessions, endKeys, endFiles);
        this.sessions = sessions(config, below, users, endSessions);
        this.apiKeys = new ApiKeysModule(
                config.apiKeys(),
                new ApiKeysModule.Needs(below.storage, roles.grants(), users.knownUsers(), endKeys),
                below.clock,
                below.metrics);
        this.authentication = new LimitedAuthentication(
                new AuthenticationFilter(sessions.authenticator(), apiKeys.authenticator()), below.limits.limits());
    }

    private static UsersModule users(
            GatehouseConfiguration config,
            Foundations below,
            RolesModule roles,
            EndSessions endSessions,
            EndKeys endKeys,
            EndFiles endFiles) {
        return new UsersModule(
                new UsersModule.Settings(
                        config.passwords(),
                        config.registration(),
                        config.sessions().noteSignInsEvery().toJavaDuration(),
                        config.publicUrl(),
                        config.mail().letters().productName()),
                new UsersModule.Needs(
                        below.storage,
                        roles,
                        below.caching.answers(),
                        below.mail.outbox(),
                        endSessions,
                        endKeys,
                        endFiles,
                        below.limits.captcha()),
                below.clock,
                below.metrics);
    }

    private static SessionsModule sessions(
            GatehouseConfiguration config, Foundations below, UsersModule users, EndSessions endSessions) {
        return new SessionsModule(
                config.sessions(),
                below.storage,
                new SessionsModule.Service(config.publicUrl(), below.masterKey, below.clock, below.metrics),
                new SessionsModule.Accounts(
                        users.knownUsers(),
                        users.signInAccounts(),
                        users.passwords(),
                        endSessions,
                        users.newDeviceLetters()),
                new SessionsModule.Limits(below.limits.limits(), below.limits.captcha()));
    }

    List<FeatureModule> modules() {
        return List.of(roles, users, sessions, apiKeys);
    }

    void prepare(List<PermissionDeclaration> permissions) {
        roles.prepare(permissions);
        sessions.prepare();
    }

    public RolesModule roles() {
        return roles;
    }

    public UsersModule users() {
        return users;
    }

    public SessionsModule sessions() {
        return sessions;
    }
}
