@echo off
rem Finds a 64-bit Python between 3.11 and 3.14 (asks winget for one where there is none) and hands over to bootstrap.py.
rem   packaging\packbench.cmd demo      packaging\packbench.cmd test      packaging\packbench.cmd doctor
setlocal
call :find
if defined FOUND_PYTHON goto run
echo packbench: installing Python 3.13 by winget 1>&2
winget install -e --id Python.Python.3.13 --silent --accept-package-agreements --accept-source-agreements 1>&2
call :find
if defined FOUND_PYTHON goto run
echo packbench: no Python from 3.11 to 3.14 is here and winget brought none. Install the 64-bit Python 3.13 and run this again. 1>&2
exit /b 1

:run
%FOUND_PYTHON% "%~dp0bootstrap.py" %*
exit /b %ERRORLEVEL%

:find
set "FOUND_PYTHON="
call :try py -3.13
call :try py -3.12
call :try py -3.11
call :try py -3.14
call :try python
rem A Python that winget has just installed is not on the path of this window yet.
call :try "%LocalAppData%\Programs\Python\Python313\python.exe"
call :try "%ProgramFiles%\Python313\python.exe"
exit /b 0

:try
if defined FOUND_PYTHON exit /b 0
"%~1" %2 -c "import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15) or sys.maxsize < 2**32)" >nul 2>nul
if %ERRORLEVEL% EQU 0 set FOUND_PYTHON="%~1" %2
exit /b 0
