// Everything that must hold before a commit: locked restore, build, format, every test. `./test` and `test.cmd` run it.
// The last line is always `N passed, N failed, N skipped`; a step or a test run that breaks without naming a test
// counts as one failed, so that the line never reads as success when nothing was tested.
// `./test --soak ...` runs only the whole-system test, at any length.

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

const string solution = "Plimsoll.slnx";
string[][] steps =
[
    ["restore", solution, "--locked-mode", "--nologo", "-v", "q"],
    ["build", solution, "-c", "Release", "--no-restore", "--nologo", "-v", "q"],
];
string[] format = ["format", solution, "--verify-no-changes", "--no-restore"];

if (args is ["--soak", .. var soak])
    return Run(["run", "-c", "Release", "--project", "tests/Plimsoll.Simulation.Tests", "--", "soak", .. soak]).Exit;
foreach (var step in steps)
{
    Console.WriteLine($"== dotnet {string.Join(' ', step)}");
    var (exit, _) = Run(step);
    if (exit != 0)
        return End($"'dotnet {step[0]}' ended with exit code {exit}: no test was run.", 0, failed: 1, 0);
}

Console.WriteLine($"== dotnet {string.Join(' ', format)}");
var unformatted = Run(format).Exit == 0 ? 0 : 1;
if (unformatted > 0)
    Console.WriteLine($"The format is off, which counts as one failed; 'dotnet format {solution}' mends it.");

Console.WriteLine("== dotnet test");
var (testExit, output) = Run(["test", "--solution", solution, "-c", "Release", "--no-build", "--no-progress"]);
var skips = output.Where(line => line.StartsWith("skipped ", StringComparison.Ordinal)).ToList();
if (skips.Count > 0)
    Console.WriteLine($"{skips.Count} skipped, named above with the reason under each name.");

// "error" counts projects that broke without a failed test: crashed, or found nothing to run.
var (total, passed, skipped) = (Sum("total"), Sum("succeeded"), Sum("skipped"));
var failed = Sum("failed") + Sum("error") + unformatted;
if (passed + Sum("failed") == 0)
    return End("No test ran.", 0, Math.Max(1, failed), skipped);
if (passed + Sum("failed") + skipped != total)
    return End($"The run counts {total} tests, but they do not add up.", passed, failed + 1, skipped);
if (testExit != 0 && failed == unformatted)
    return End($"'dotnet test' ended with exit code {testExit} though no test failed.", passed, failed + 1, skipped);
return End(null, passed, failed, skipped);

static int End(string? problem, int passed, int failed, int skipped)
{
    if (problem is not null)
        Console.WriteLine(problem);
    Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
    return failed == 0 ? 0 : 1;
}

// The summary that Microsoft.Testing.Platform prints once for all projects, such as `  succeeded: 3`.
int Sum(string name)
{
    var summary = output.SkipWhile(line => !line.StartsWith("Test run summary", StringComparison.Ordinal));
    var counts = summary.Select(line => Regex.Match(line, $@"^\s*{name}: (\d+)\s*$")).Where(m => m.Success);
    return counts.Sum(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
}

static (int Exit, List<string> Lines) Run(string[] arguments)
{
    var lines = new List<string>();
    using var process = new Process
    {
        StartInfo = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        },
    };
    process.OutputDataReceived += (_, line) =>
    {
        if (line.Data is null)
            return;
        lines.Add(line.Data);
        Console.WriteLine(line.Data);
    };
    process.Start();
    process.StandardInput.Close();
    process.BeginOutputReadLine();
    process.WaitForExit();
    return (process.ExitCode, lines);
}
