using System.Diagnostics;

namespace Plimsoll.Storage.Tests.Postgres;

/// <summary>The programs of PostgreSQL on this machine, and who may run them.</summary>
internal sealed class PostgresProgram
{
    private static readonly string[] Folders =
    [
        "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin",
        "/usr/local/opt/postgresql*/bin", "/usr/local/pgsql/bin", @"C:\Program Files\PostgreSQL\*\bin",
    ];

    private readonly string folder;
    private readonly string? user;

    private PostgresProgram(string folder, string? user) => (this.folder, this.user) = (folder, user);

    /// <summary>The programs; null where they are not, with the reason.</summary>
    public static PostgresProgram? Find(out string reason)
    {
        reason = "";
        var folder = Folders.SelectMany(Expand).Concat((Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)).FirstOrDefault(f => Has(f, "initdb") && Has(f, "pg_ctl") && Has(f, "postgres"));
        if (folder is null)
        {
            reason = "PostgreSQL (initdb, pg_ctl, postgres) is not on this machine.";
            return null;
        }

        // The server refuses to run as root: whoever tests as root lets it run as somebody else.
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return new PostgresProgram(folder, null);
        var user = new[] { "postgres", "nobody" }.FirstOrDefault(name => Run("id", "-u", name).Exit == 0);
        if (user is not null && File.Exists("/usr/sbin/runuser"))
            return new PostgresProgram(folder, user);
        reason = "PostgreSQL does not run as root, and there is no runuser or no user postgres or nobody.";
        return null;
    }

    /// <summary>Gives a folder to the user who runs the server.</summary>
    public void Give(string path)
    {
        if (user is not null)
            Require(Run("chown", "-R", user, path));
    }

    /// <summary>Runs one of the programs to its end, as the user who may.</summary>
    public (int Exit, string Output) Try(string program, params string[] arguments)
    {
        var path = Path.Combine(folder, program);
        return user is null ? Run(path, arguments) : Run("/usr/sbin/runuser", ["-u", user, "--", path, .. arguments]);
    }

    /// <summary>The same, for what has to work.</summary>
    public void Call(string program, params string[] arguments) => Require(Try(program, arguments));

    private static void Require((int Exit, string Output) run)
    {
        if (run.Exit != 0)
            throw new InvalidOperationException($"Exit code {run.Exit}: {run.Output}");
    }

    private static (int Exit, string Output) Run(string program, params string[] arguments)
    {
        // What a server that pg_ctl starts inherits it keeps open: no pipe may be read to its end, so a file takes all.
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        var said = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit(TimeSpan.FromMinutes(1));
        lock (said)
            return (process.HasExited ? process.ExitCode : -1, said.ToString());

        // Both pipes at a time, and also what still comes after the end.
        void Take(string? line)
        {
            lock (said)
                said.AppendLine(line);
        }
    }

    private static bool Has(string folder, string program) =>
        File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe"));

    /// <summary>The folders of a pattern with one star in a name, the highest version first.</summary>
    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return [pattern];
        var slash = pattern.LastIndexOfAny(['/', '\\'], star);
        var end = pattern.IndexOfAny(['/', '\\'], star);
        var above = pattern[..slash];
        return !Directory.Exists(above) ? [] : Directory.GetDirectories(above, pattern[(slash + 1)..end])
            .OrderDescending(StringComparer.Ordinal).Select(found => found + pattern[end..]);
    }
}
