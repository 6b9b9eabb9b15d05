using Plimsoll.Storage.Tests.Conformance;

namespace Plimsoll.Storage.Tests.Postgres;

public sealed class When_values_are_kept_in_PostgreSQL(PostgresFixture postgres) : ValueConformance
{
    protected override ValueTask<IStore> OpenEmpty() => postgres.OpenEmpty();
}
