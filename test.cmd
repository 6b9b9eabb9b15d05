@echo off
rem All checks and tests; needs the .NET 10 SDK and, the first time, nuget.org. Installs nothing.
rem test.cmd --soak runs the whole-system test alone, at any length.
setlocal
set DOTNET_NOLOGO=1
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_CLI_UI_LANGUAGE=en
cd /d "%~dp0"

dotnet --version >nul 2>&1
if errorlevel 1 (
  echo test: needs the .NET 10 SDK ^(10.0.100 or a later 10.0 one^), which is not here. 1>&2
  echo       Install it from https://dotnet.microsoft.com/download/dotnet/10.0, then run test.cmd again. 1>&2
  echo 0 passed, 1 failed, 0 skipped
  exit /b 1
)

dotnet run --file eng\test.cs -- %* <nul
exit /b %ERRORLEVEL%
