using Plimsoll.Storage.Postgres;

namespace Plimsoll.Storage.Tests.Postgres;

public sealed class When_an_address_is_read
{
    [Fact]
    public void It_says_hosts_database_user_password_and_how_to_connect()
    {
        var address = Read("postgres://anna:p%40ss%2Fword@db1,db2:6432,[::1]:5433/usage"
            + "?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&connections=3");
        Assert.Equal(["db1:5432", "db2:6432", "[::1]:5433"], address.Hosts);
        Assert.Equal(("usage", "anna", "p@ss/word"), (address.Database, address.User, address.Password));
        Assert.Equal(("verify-full", "/etc/ca.pem"), (address.SslMode, address.RootCertificate));
        Assert.Equal(3, address.Connections);
    }

    [Fact]
    public void Shown_it_has_no_password() => Assert.Equal(
        "postgres://anna@db1:5432/usage", Read("postgresql://anna:secret@db1/usage?connections=3").ToString());

    [Fact]
    public void User_and_password_may_be_left_to_the_environment()
    {
        var address = Read("postgres://db1/usage");
        Assert.Null(address.User);
        Assert.Null(address.Password);
    }

    [Theory]
    [InlineData("mysql://db1/usage", "found 'mysql://db1/usage', expected postgres://")]
    [InlineData("postgres://db1", "found the database ''")]
    [InlineData("postgres:///usage", "found the host ''")]
    [InlineData("postgres://db1:port/usage", "found the host 'db1:port'")]
    [InlineData("postgres://db1/usage?sslmod=require", "found the parameter 'sslmod=require'; nearest: 'sslmode'")]
    [InlineData("postgres://db1/usage?sslmode=on", "found sslmode=on")]
    [InlineData("postgres://db1/usage?connections=0", "found connections=0, expected a whole number from 1 to 1000")]
    public void Every_error_says_what_was_found_and_expected(string text, string expected)
    {
        var problems = new List<string>();
        Assert.Null(PostgresAddress.Parse(text, problems));
        Assert.Contains(expected, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_told_at_once()
    {
        var problems = new List<string>();
        Assert.Null(PostgresAddress.Parse("postgres://:1/?sslmode=on&tls=yes", problems));
        Assert.Equal(4, problems.Count);
    }

    private static PostgresAddress Read(string text)
    {
        var problems = new List<string>();
        var address = PostgresAddress.Parse(text, problems);
        Assert.Empty(problems);
        return address!;
    }
}
