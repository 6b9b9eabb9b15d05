using System.Text.Json;
using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Storage;
using Plimsoll.Storage.Embedded;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_a_ledger_is_asked : IDisposable
{
    private static readonly Instant Monday = Instant.FromDate(new DateOnly(2026, 5, 4));
    private readonly string folder = Directory.CreateTempSubdirectory("plimsoll-").FullName;

    private string Store => Path.Combine(folder, "store");

    [Fact]
    public async Task It_adds_up_by_what_is_asked_for()
    {
        await Write(
            Entry(1, "acme/anna", 0), Entry(2, "acme/ben", 0), Entry(3, "acme/ben", 30) with { Lane = Lane.Batch },
            Entry(4, "other", 30) with { IsEstimated = true });
        var days = Json("--by", "day,organization").GetProperty("usage").EnumerateArray().ToList();
        Assert.Equal(
            ["2026-05-04", "2026-05-05", "2026-05-05"], days.Select(row => row.GetProperty("day").GetString()));
        Assert.Equal(["acme", "acme", "other"], days.Select(row => row.GetProperty("organization").GetString()));
        Assert.Equal([2, 1, 1], days.Select(row => row.GetProperty("requests").GetInt32()));
        Assert.Equal(130, days[0].GetProperty("input").GetInt64() / 2);
        var batches = Json("--by", "scope,lane", "--scope", "acme", "--from", "2026-05-05").GetProperty("usage");
        var one = Assert.Single(batches.EnumerateArray().ToList());
        Assert.Equal("acme/ben", one.GetProperty("scope").GetString());
        Assert.Equal("batch", one.GetProperty("lane").GetString());
        var (exit, output, error) = Cli.Run("usage", "show", Store, "--by", "organization");
        Assert.Equal((ExitCode.Ok, ""), (exit, error));
        Assert.Contains("4 requests, 1 of them with estimated tokens and 0 cut off; 8 credits, USD 1.", output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_load_is_measured_by_what_it_writes()
    {
        await Write([.. Enumerable.Range(0, 14).SelectMany(day => new[]
        {
            Entry((day * 2) + 1, "acme/anna", (day * 24) + 9) with { Plan = "pro+trial" },
            Entry((day * 2) + 2, "acme/ben", (day * 24) + 23) with { Plan = "max-5x" },
        })]);
        var file = Path.Combine(folder, "usage.csv");
        var (exit, _, error) = Cli.Run("usage", "show", Store, "--csv", file);
        Assert.Equal((ExitCode.Ok, ""), (exit, error));
        var measured = $"demand.measured.all={{file: {file}, groups: [pro-chat], date: 2026-05-06, scale: 1x}}";
        var demand = Cli.Run("demand", "--json", "--set", measured);
        Assert.True(demand.Exit == ExitCode.Ok, demand.Error);
        var group = JsonDocument.Parse(demand.Output).RootElement.GetProperty("groups").EnumerateArray()
            .Single(one => one.GetProperty("isMeasured").GetBoolean());
        // Seven requests a week on the plan, each of the larger of its input, cached and output as mean requests.
        Assert.True(group.GetProperty("outputTokens").GetDouble() > 0);
    }

    [Fact]
    public async Task It_is_exported_entry_by_entry()
    {
        await Write(Entry(255, "acme/anna", 0) with { Pool = "east, first" }, Entry(2, "other", 1));
        var csv = Path.Combine(folder, "entries.csv");
        Assert.Equal(ExitCode.Ok, Cli.Run("usage", "export", Store, csv).Exit);
        Assert.Equal(
            [
                "request,at,scope,class,pool,plan,lane,input,cache-write,cache-write-long,cached,output,credits,usd,"
                    + "estimated,cut-off",
                "000000000000000000000000000000ff,2026-05-04T00:00:00Z,acme/anna,opus,\"east, first\",pro,standard,"
                    + "130,20,10,50,40,2,0.25,false,false",
                "00000000000000000000000000000002,2026-05-04T01:00:00Z,other,opus,east,pro,standard,"
                    + "130,20,10,50,40,2,0.25,false,false",
            ],
            await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken));
        var lines = Path.Combine(folder, "entries.jsonl");
        Assert.Equal(ExitCode.Ok, Cli.Run("usage", "export", Store, lines, "--scope", "other").Exit);
        var line = JsonDocument.Parse(Assert.Single(File.ReadAllLines(lines))).RootElement;
        Assert.Equal("other", line.GetProperty("scope").GetString());
        Assert.Equal(0.25m, line.GetProperty("usd").GetDecimal());
        Assert.Contains(
            "expected a name that ends in .csv, .jsonl",
            Cli.Run("usage", "export", Store, "x.parquet").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_and_the_past_go_and_the_sums_stay()
    {
        await Write(Entry(1, "acme/anna/laptop", 0), Entry(2, "acme/anna", 24), Entry(3, "acme/ben", 24));
        var before = Cli.Run("usage", "show", Store).Output;
        var erased = Cli.Run("usage", "erase", Store, "--scope", "acme/anna");
        Assert.Equal((ExitCode.Ok, ""), (erased.Exit, erased.Error));
        Assert.Contains("2 entries that named acme/anna", erased.Output, StringComparison.Ordinal);
        var people = Cli.Run("usage", "show", Store, "--by", "scope").Output;
        Assert.DoesNotContain("anna", people, StringComparison.Ordinal);
        var dropped = Cli.Run("usage", "drop", Store, "--before", "2026-05-05");
        Assert.Contains("1 entries before 2026-05-05T00:00:00Z are dropped", dropped.Output, StringComparison.Ordinal);
        Assert.Equal(2, Json("--by", "scope").GetProperty("usage").GetArrayLength());
        Assert.Equal(before, Cli.Run("usage", "show", Store).Output);
    }

    [Fact]
    public async Task It_is_read_while_a_gateway_has_the_store()
    {
        await Write(Entry(1, "acme/anna", 0));
        await using var open = EmbeddedStore.Open(Store, TimeProvider.System);
        await open.Commit(StoreBatch.Of([Entry(2, "acme/ben", 0)]), TestContext.Current.CancellationToken);

        Assert.Equal(2, Json("--by", "scope").GetProperty("usage").GetArrayLength());
        var csv = Path.Combine(folder, "entries.csv");
        Assert.Equal(ExitCode.Ok, Cli.Run("usage", "export", Store, csv).Exit);
        Assert.Equal(3, File.ReadAllLines(csv).Length);
        var (exit, _, error) = Cli.Run("usage", "erase", Store, "--scope", "acme/anna");
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("another process has this store", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_limits_keep_of_a_person_goes_with_its_names()
    {
        await Write(Entry(1, "acme/anna", 0));
        string[] gone = ["lent/acme/anna", "scope/acme/anna", "scope/acme/anna/laptop"];
        string[] kept = ["lent/acme", "scope/acme", "scope/acme/annabel"];
        await using (var store = EmbeddedStore.Open(Store, TimeProvider.System))
        {
            var values = gone.Concat(kept).Select(key => StoreChange.Put(key, 0, new byte[1]));
            await store.Commit(StoreBatch.Of([.. values]), TestContext.Current.CancellationToken);
        }

        var erased = Cli.Run("usage", "erase", Store, "--scope", "acme/anna");

        Assert.Contains("3 values of its limits are removed.", erased.Output, StringComparison.Ordinal);
        await using var after = EmbeddedStore.Open(Store, TimeProvider.System);
        var left = after.ReadAll("", TestContext.Current.CancellationToken).Select(value => value.Key);
        Assert.Equal(kept, await left.ToListAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--by: found 'team'; known: hour, day,", "--by", "hour,team")]
    [InlineData("--from: found 'yesterday', expected a date such as 2026-05-06", "--from", "yesterday")]
    [InlineData("--scope: found '/'; expected 1 to 4 names", "--scope", "/")]
    public async Task A_wrong_option_says_what_was_expected(string expected, params string[] options)
    {
        await Write(Entry(1, "acme", 0));
        var (exit, _, error) = Cli.Run(["usage", "show", Store, .. options]);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "store: found 'nowhere', expected the folder of a store, or postgres://")]
    [InlineData("postgres://localhost", "store: found the database ''")]
    public void What_is_no_store_is_not_made_one(string store, string expected)
    {
        var (exit, _, error) = Cli.Run("usage", "show", store);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists("nowhere"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task Write(params LedgerEntry[] entries)
    {
        await using var store = EmbeddedStore.Open(Store, TimeProvider.System);
        await store.Commit(StoreBatch.Of([.. entries]), TestContext.Current.CancellationToken);
    }

    private JsonElement Json(params string[] options)
    {
        var (exit, output, error) = Cli.Run(["usage", "show", Store, "--json", .. options]);
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static LedgerEntry Entry(int number, string scope, int hour) => new()
    {
        Request = (UInt128)number,
        At = Monday + Duration.FromHours(hour),
        Scope = ScopeName.Parse(scope),
        Class = "opus",
        Pool = "east",
        Plan = "pro",
        Usage = new TokenUsage(new Tokens(100), new Tokens(20), new Tokens(50), new Tokens(40))
        {
            CacheWriteLong = new Tokens(10),
        },
        Credits = Credits.From(2),
        Cost = MicroUsd.From(0.25),
    };
}
