using System.Globalization;
using Plimsoll.Cli;

// What comes on a socket is handled where it is heard: a hop to another thread costs as much as the work. Half of the
// cores hear: threads that take what has gathered meanwhile wake less often than those that take each piece for itself,
// and the system's own work for sockets, large bodies and the log have the rest. It has to be said before there is a
// socket.
Say("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", 1);
Say("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", (Environment.ProcessorCount + 1) / 2);

return await CommandLine.Run(args, Terminal.Output, Terminal.Error);

static void Say(string name, int value)
{
    if (Environment.GetEnvironmentVariable(name) is null)
        Environment.SetEnvironmentVariable(name, value.ToString(CultureInfo.InvariantCulture));
}
