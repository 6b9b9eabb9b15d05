using Plimsoll.Cli;

// What comes on a socket is handled where it is heard: a hop to another thread costs as much as the work. It has to be
// said before there is a socket.
const string inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
if (Environment.GetEnvironmentVariable(inline) is null)
    Environment.SetEnvironmentVariable(inline, "1");

return await CommandLine.Run(args, Terminal.Output, Terminal.Error);
