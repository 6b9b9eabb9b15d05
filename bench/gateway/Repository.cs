using System.Diagnostics;

namespace Plimsoll.Bench.Gateway;

/// <summary>Where things are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Folder of all that the bench writes; git ignores it.</summary>
    public static string Artifacts { get; } =
        Directory.CreateDirectory(Path.Combine(Root, "artifacts/bench-gateway")).FullName;

    /// <summary>This program, started once more.</summary>
    public static ProcessStartInfo Self(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Repository).Assembly.Location, .. arguments]);

        // The mock and the load are to cost little beside what they measure: no hop to another thread for each read.
        if (arguments[0] is "mock" or "load")
            start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        return start;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Plimsoll.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Plimsoll.slnx.");
    }
}
