using Plimsoll.Storage.Tests.Conformance;

namespace Plimsoll.Storage.Tests.Postgres;

public sealed class When_the_ledger_is_kept_in_PostgreSQL(PostgresFixture postgres) : LedgerConformance
{
    protected override ValueTask<IStore> OpenEmpty() => postgres.OpenEmpty();
}
