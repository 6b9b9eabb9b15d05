[assembly: AssemblyFixture(typeof(Plimsoll.Storage.Tests.Postgres.PostgresFixture))]
