using System.Text.Json;

namespace Plimsoll.Cli.Tests.Commands;

public class When_a_week_is_allocated
{
    [Fact]
    public void The_shipped_scenario_is_served_and_every_goal_is_proven()
    {
        var document = Json();

        Assert.Equal("plimsoll.allocation/1", document.GetProperty("format").GetString());
        Assert.Equal(168, document.GetProperty("hours").GetArrayLength());
        var goals = document.GetProperty("goals").EnumerateArray().ToList();
        Assert.Equal(
            ["unservedInteractive 0", "unservedElastic 0", "unservedElastic 1", "takeOrPayShortfall 0", "money 0"],
            goals.Select(goal => $"{goal.GetProperty("goal")} {goal.GetProperty("rank")}"));
        Assert.All(goals, goal => Assert.InRange(goal.GetProperty("gap").GetDouble(), 0, 1e-7));
        Assert.All(goals.Take(4), goal => Assert.Equal(0, goal.GetProperty("optimum").GetDouble()));
        Assert.All(document.GetProperty("jobs").EnumerateArray(), job =>
            Assert.Equal(job.GetProperty("runs").GetInt32(), job.GetProperty("met").GetInt32()));
    }

    [Fact]
    public void What_cannot_be_served_is_told_with_what_binds_and_what_one_more_would_serve()
    {
        var (exit, output, _) = Cli.Run("allocate", "--load-multiple", "2", "--without", "colossus-1");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Matches(@"interactive load not served .* output tokens +[1-9][0-9.]*[A-Za-z]* output tokens", output);
        Assert.Matches(@"UTC +[0-9.]+M +[1-9][0-9]*% .* output tok/s", output);
    }

    [Fact]
    public void Carbon_decides_when_asked_to()
    {
        var money = Json();
        var carbon = Json("--objective", "carbon");

        Assert.Equal("carbon", carbon.GetProperty("objective").GetString());
        Assert.True(Emitted(carbon) < Emitted(money));
    }

    [Fact]
    public void Requirements_that_conflict_are_named()
    {
        var (exit, output, _) = Cli.Run("allocate", "--set", "allocation.replicas.warm-opus.count=1M");

        Assert.Equal(ExitCode.NotSo, exit);
        Assert.Contains("- replicas warm-opus, ", output, StringComparison.Ordinal);
        Assert.Contains("without any one of them the others can", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_hour_of_every_pool_is_written_where_asked_for()
    {
        var directory = Directory.CreateTempSubdirectory("plimsoll-");
        try
        {
            var file = Path.Combine(directory.FullName, "week.csv");
            Assert.Equal(ExitCode.Ok, Cli.Run("allocate", "--csv", file).Exit);

            var lines = File.ReadAllLines(file);
            Assert.Equal("hour,starts_at,site,pool,in_service,haiku,opus,sonnet,held,batch,training", lines[0]);
            Assert.Equal(1 + (168 * 12), lines.Length);
            Assert.StartsWith("167,2026-06-07T23:00:00Z,rainier-indiana,trainium2,", lines[^1],
                StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void In_a_week_before_anything_is_in_service_no_replica_can_be_held()
    {
        var (exit, output, _) = Cli.Run("allocate", "--at", "2020-01-01");

        Assert.Equal(ExitCode.NotSo, exit);
        Assert.Matches("- replicas warm-[a-z]+, Mon 00:00 UTC\n$", output);
    }

    [Theory]
    [InlineData("--objective", "profit", "--objective: found 'profit', expected money or carbon.")]
    [InlineData("--load-multiple", "0", "--load-multiple: found '0', expected a number above 0")]
    [InlineData("--csv", "/nowhere/at/all.csv", "--csv: ")]
    public void A_wrong_option_is_answered_with_what_is_expected(string option, string value, string expected)
    {
        var (exit, _, error) = Cli.Run("allocate", option, value);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static double Emitted(JsonElement document) =>
        document.GetProperty("sites").EnumerateArray().Sum(site => site.GetProperty("kgCo2e").GetDouble());

    private static JsonElement Json(params string[] arguments)
    {
        var (exit, output, error) = Cli.Run(["allocate", .. arguments, "--json"]);
        Assert.True(exit == ExitCode.Ok, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
