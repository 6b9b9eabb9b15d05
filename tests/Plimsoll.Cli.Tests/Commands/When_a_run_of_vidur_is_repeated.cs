namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_a_run_of_vidur_is_repeated : IDisposable
{
    private readonly string csv = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.csv");

    [Fact]
    public void It_agrees_and_the_file_it_writes_can_be_compared_again()
    {
        var (exit, output, error) = Run("--compare", Requests, "--csv", csv);
        Assert.Equal((ExitCode.Ok, ""), (exit, error));
        Assert.Contains("finished_at             512 of 512", output, StringComparison.Ordinal);

        (exit, _, _) = Run("--compare", csv);
        Assert.Equal(ExitCode.Ok, exit);
    }

    [Fact]
    public void The_folder_of_a_run_stands_for_its_configuration()
    {
        var (_, expected, _) = Run();
        var (exit, output, error) = Cli.Run(
            "vidur", Fixture("B_sarathi_p512_q2_r1_preempt"), "--times", Fixture("B_llama2-70b_a100_tp2"), "--trace",
            Requests);
        Assert.Equal((ExitCode.Ok, "", expected), (exit, error, output));
    }

    [Fact]
    public void A_difference_in_the_last_bit_is_told_and_ends_with_a_code_of_its_own()
    {
        Run("--csv", csv);
        var text = File.ReadAllText(csv);
        var time = text.Split('\n')[1].Split(',')[7];
        File.WriteAllText(csv, text.Replace(
            time, Math.BitIncrement(double.Parse(time)).ToString("R"), StringComparison.Ordinal));
        var (exit, output, _) = Run("--compare", csv);
        Assert.Equal(ExitCode.NotSo, exit);
        Assert.Contains("finished_at             511 of 512", output, StringComparison.Ordinal);
        Assert.Contains("request 0", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        var (exit, _, error) = Run("--compare", "nowhere.csv");
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("nowhere.csv", error, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(csv);

    private static string Requests => Fixture("B_sarathi_p512_q2_r1_preempt", "requests.csv.gz");

    private static (int Exit, string Output, string Error) Run(params string[] options) => Cli.Run(
    [
        "vidur", Fixture("B_sarathi_p512_q2_r1_preempt", "config.json"), "--times", Fixture("B_llama2-70b_a100_tp2"),
        "--trace", Requests, .. options,
    ]);

    private static string Fixture(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "vidur", .. parts]);
}
