package io.ws402.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.gateway.storage.Identifiers;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class ApiKeysTest {
    private static final String SECRET = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

    private final AtomicLong nanos = new AtomicLong();
    private final Identifiers identifiers = Identifiers.system();
    private final String merchant = identifiers.next("mch");
    private final Database database;
    private final ApiKeys keys;

    ApiKeysTest(Database database) {
        this.database = database;
        this.keys = gateway();
        Await.of(keys.ensure(new Merchant(merchant, "A merchant", 250)));
    }

    private ApiKeys gateway() {
        return new ApiKeys(database, identifiers, new SecureRandom(), nanos::get);
    }

    private CreatedApiKey create(Role role) {
        return Await.of(keys.create(merchant, role, "a key"));
    }

    @Test
    void knowsItsKeysByWhatTheyAreFor() {
        CreatedApiKey server = create(Role.SERVER);
        CreatedApiKey operator = create(Role.OPERATOR);
        assertEquals(
                Optional.of(new Caller(server.id(), merchant, Role.SERVER)),
                Await.of(keys.authenticate(server.secret())));
        assertEquals(
                Optional.of(new Caller(operator.id(), merchant, Role.OPERATOR)),
                Await.of(keys.authenticate(operator.secret())));
        assertNotEquals(server.secret(), operator.secret());
        assertFalse(server.toString().contains(server.secret()));
    }

    @Test
    void knowsNobodyElse() {
        create(Role.SERVER);
        assertEquals(Optional.empty(), Await.of(keys.authenticate("")));
        assertEquals(Optional.empty(), Await.of(keys.authenticate("short")));
        assertEquals(Optional.empty(), Await.of(keys.authenticate("f".repeat(64))));
        assertEquals(Optional.empty(), Await.of(keys.authenticate("\0".repeat(64))));
    }

    @Test
    void endsARevokedKeyHereAtOnceAndElsewhereSoon() {
        CreatedApiKey key = create(Role.SERVER);
        ApiKeys other = gateway();
        assertTrue(Await.of(other.authenticate(key.secret())).isPresent());
        assertTrue(Await.of(keys.authenticate(key.secret())).isPresent());

        assertTrue(Await.of(keys.revoke(merchant, key.id())));
        assertFalse(Await.of(keys.revoke(merchant, key.id())));

        assertTrue(Await.of(keys.authenticate(key.secret())).isEmpty());
        assertTrue(Await.of(other.authenticate(key.secret())).isPresent());
        nanos.addAndGet(ApiKeys.REMEMBERED.toNanos());
        assertTrue(Await.of(other.authenticate(key.secret())).isEmpty());
    }

    @Test
    void revokesNoKeyOfAnotherMerchant() {
        CreatedApiKey key = create(Role.SERVER);
        assertFalse(Await.of(keys.revoke("mch_other", key.id())));
        assertTrue(Await.of(keys.authenticate(key.secret())).isPresent());
    }

    @Test
    void makesSureOfAConfiguredKeyHoweverOften() {
        String secret = SECRET + merchant;
        Await.all(List.of(
                keys.ensure(merchant, Role.SERVER, "server", secret),
                gateway().ensure(merchant, Role.SERVER, "server", secret)));
        Await.of(keys.ensure(merchant, Role.SERVER, "server", secret));
        assertEquals(1, Await.of(keys.list(merchant)).size());
        assertEquals(
                Role.SERVER, Await.of(keys.authenticate(secret)).orElseThrow().role());
    }

    @Test
    void refusesAConfiguredKeyThatIsSomethingElseAlready() {
        String secret = SECRET + merchant;
        Await.of(keys.ensure(merchant, Role.SERVER, "server", secret));
        assertConflict(merchant, Role.OPERATOR, secret);
        String other = identifiers.next("mch");
        Await.of(keys.ensure(new Merchant(other, "Another", 0)));
        assertConflict(other, Role.SERVER, secret);
        Await.of(keys.revoke(merchant, Await.of(keys.list(merchant)).getFirst().id()));
        assertConflict(merchant, Role.SERVER, secret);
    }

    private void assertConflict(String merchantId, Role role, String secret) {
        Throwable failure = Await.failureOf(keys.ensure(merchantId, role, "the key", secret));
        String message = String.valueOf(
                assertInstanceOf(ApiKeyConflictException.class, failure).getMessage());
        assertTrue(message.contains("the key"));
        assertFalse(message.contains(secret));
    }

    @Test
    void refusesSecretsThatCouldBeGuessed() {
        assertThrows(
                IllegalArgumentException.class, () -> keys.ensure(merchant, Role.SERVER, "server", "a".repeat(31)));
    }

    @Test
    void storesNoSecret() {
        CreatedApiKey key = create(Role.SERVER);
        String stored = Await.of(database.pool()
                        .query("SELECT string_agg(api_keys::text, ' ') AS all_of_it FROM api_keys")
                        .execute())
                .iterator()
                .next()
                .getString("all_of_it");
        assertFalse(stored.contains(key.secret().substring(6)));
    }
}
