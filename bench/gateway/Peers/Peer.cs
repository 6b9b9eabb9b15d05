using System.Diagnostics;

namespace Plimsoll.Bench.Gateway.Peers;

/// <summary>Something that stands between clients and an upstream.</summary>
internal abstract class Peer(string name)
{
    public string Name => name;

    /// <summary>Why it cannot be measured here; null when it can.</summary>
    public abstract string? Missing { get; }

    /// <summary>What was measured.</summary>
    public abstract string Version { get; }

    /// <summary>Lines that requests to it need in their heads.</summary>
    public virtual string Headers(PeerPlace place, bool isOpenAi) => "";

    /// <summary>How it is started; null when there is nothing to start.</summary>
    public abstract ProcessStartInfo? Start(PeerPlace place);

    protected static string Fetched(string path) => Path.Combine(Repository.Artifacts, "peers", path);

    /// <summary>Why a fetched peer is missing; null when it is there.</summary>
    protected static string? MissingFile(string path) =>
        File.Exists(Fetched(path)) ? null : $"{Fetched(path)} is not there: run bench/gateway/install";

    /// <summary>Writes a configuration of the repository with its ports filled in, and tells where.</summary>
    protected static string Configure(string file, PeerPlace place)
    {
        var path = Path.Combine(place.Folder, file);
        File.WriteAllText(path, File.ReadAllText(Path.Combine(Repository.Root, "bench/gateway/configuration", file))
            .Replace("@PORT@", $"{place.Port}", StringComparison.Ordinal)
            .Replace("@UPSTREAM@", $"{place.Upstream}", StringComparison.Ordinal));
        return path;
    }

    protected static string FirstLine(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return text.Split('\n')[0];
    }
}
