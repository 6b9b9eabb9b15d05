using System.Diagnostics;
using System.Text.Json;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Tests.Sdk;

[assembly: AssemblyFixture(typeof(NodeSdks))]

namespace Plimsoll.Gateway.Tests.Sdk;

/// <summary>
/// The official TypeScript SDKs, fetched from npm once for all tests, beside the tests' own files. Where that cannot
/// be, the tests that need them are skipped and say why.
/// </summary>
public sealed class NodeSdks
{
    private const int OldestNode = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Sdk", "TypeScript");

    private readonly Lazy<Task<string?>> install = new(Install);

    /// <summary>Asks by an SDK: <c>anthropic</c> or <c>openai</c>.</summary>
    /// <returns>What the SDK made of the answer.</returns>
    internal async Task<JsonElement> Ask(GatewayRig rig, string sdk, string question)
    {
        if (await install.Value is { } missing)
            Assert.Skip(missing);
        var (exit, printed) = await Run(
            "node", [$"{sdk}.mjs", question], ("GATEWAY", rig.Url.GetLeftPart(UriPartial.Authority)), ("KEY", rig.Key));
        Assert.True(exit == 0, printed);
        return JsonElement.Parse(printed.Trim());
    }

    /// <summary>Fetches the SDKs.</summary>
    /// <returns>Why they cannot be had; null when they are there.</returns>
    private static async Task<string?> Install()
    {
        try
        {
            var (_, version) = await Run("node", ["--version"]);
            if (!Version.TryParse(version.Trim().TrimStart('v'), out var found) || found.Major < OldestNode)
                return $"Needs Node.js {OldestNode} or later; 'node --version' says '{version.Trim()}'.";
            if (Directory.Exists(Path.Combine(Folder, "node_modules", "openai")))
                return null;
            var (exit, printed) = await Run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
            return exit == 0 ? null : $"Needs the npm registry; 'npm ci' in {Folder} says: {printed}";
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or OperationCanceledException)
        {
            return $"Needs Node.js with npm, and the npm registry: {e.Message}";
        }
    }

    private static async Task<(int Exit, string Printed)> Run(
        string command, string[] arguments, params (string Name, string Value)[] environment)
    {
        var isNpmOnWindows = command == "npm" && OperatingSystem.IsWindows();
        var start = new ProcessStartInfo(isNpmOnWindows ? "npm.cmd" : command, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var (printed, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new OperationCanceledException($"'{command} {string.Join(' ', arguments)}' took over {Patience}.");
        }

        return (process.ExitCode, process.ExitCode == 0 ? await printed : await errors + await printed);
    }
}
