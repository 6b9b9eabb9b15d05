using Plimsoll.Cli;

return await CommandLine.Run(args, Terminal.Output, Terminal.Error);
